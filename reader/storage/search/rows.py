"""How rows of the index are numbered, and which words stand in them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy.orm import Session

#: Bits of a row's number below the article's, and the most sentences of one article that they can count.
BITS = 20
MOST = 1 << (BITS - 1)

#: Accents, and what stands unseen inside words.
_UNSEEN = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u00ad\u200b-\u200d\u2060\ufeff]")
#: Chinese and Japanese are written without blanks: each character counts as a word, and a run of them as a phrase.
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")


def words(text: str) -> list[str]:
    """The words of a text as the index has them: in small letters, without accents."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    return _WORD.findall(text.casefold())


def token(facet: str, value: str) -> str:
    """The one word that stands for a value of a facet."""
    return facet + re.sub(r"\W|_", "", value.casefold())


def run(session: Session, statement: str, *values: Any) -> Any:
    """A statement that only SQLite knows."""
    return session.connection().exec_driver_sql(statement, values)
