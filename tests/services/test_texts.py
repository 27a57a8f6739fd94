"""The extracted text: every block, left-out ones as furniture."""

from __future__ import annotations

from dataclasses import replace

from reader.domain.article import BlockKind
from reader.services import texts
from tests.services.fakes import article

GIVEN = article(
    "Title", "Sign up!", "Body.", "Photo", "Photo",
    kinds={0: BlockKind.TITLE, 1: BlockKind.FURNITURE, 3: BlockKind.CAPTION, 4: BlockKind.CAPTION},
)  # fmt: skip
GIVEN = replace(GIVEN, blocks=(*GIVEN.blocks[:4], replace(GIVEN.blocks[4], shown=False, reason="stands twice")))


def test_a_row_has_every_block() -> None:
    assert texts.row(GIVEN, "a/b.html") == {
        "path": "a/b.html",
        "title": "Title",
        "blocks": [
            {"kind": "title", "text": "Title"},
            {"kind": "furniture", "text": "Sign up!"},
            {"kind": "paragraph", "text": "Body."},
            {"kind": "caption", "text": "Photo"},
            {"kind": "furniture", "text": "Photo"},
        ],
    }


def test_plain_text_has_the_shown_blocks() -> None:
    assert texts.plain(GIVEN) == "Title\n\nBody.\n\nPhoto"
