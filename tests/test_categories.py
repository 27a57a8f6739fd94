"""The categories by what people write for them."""

from __future__ import annotations

import pytest

from reader import categories


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("F", {"reported-fact"}),
        ("?", {"speculation"}),
        ("s", {"official-statement"}),  # its letter, though another begins with it
        ("spec", {"speculation"}),
        ("Opinion", {"analyst-opinion"}),
        ("analyst", {"analyst-opinion"}),
        ("reported-fact", {"reported-fact"}),
        ("", set()),
        ("praise", set()),
    ],
)
def test_what_words_mean(words: str, meant: set[str]) -> None:
    assert categories.meant_by(words) == meant
