"""The rules of `resources/rules/en/furniture.toml`: what a single line gives away about its role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reader import paths
from reader.domain.article import BlockKind
from reader.domain.errors import RuleError
from reader.rulefile import Entry, Shape, read_entries

_TEXTS = {"id": str, "why": str}
_SHAPES = {
    "line": Shape(
        {**_TEXTS, "kind": str, "pattern": str, "reason": str, "matches": list, "ignores": list},
        {"wall": bool, "opens": bool, "at_end": bool},
    ),
    "credit": Shape({**_TEXTS, "names": list, "words": list}, {}),
    "names": Shape({**_TEXTS, "role": str, "words": list}, {}),
}
_ROLES = ("outlet", "section", "question", "unnamed", "small", "subject", "prose")
_KINDS = {k.value: k for k in (BlockKind.FURNITURE, BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE)}
_STRAIGHT = str.maketrans("’‘‛“”„\u00a0", "'''\"\"\" ")
_SPACE = re.compile(r"\s+")

#: Characters. A longer line is text, whatever it begins with; this also bounds the cost of a pattern.
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class LineRule:
    """One `[[line]]`: the whole of a line that `pattern` matches has this role.

    wall: behind it the page hides the rest. opens: the headlines under it belong to it.
    at_end: it counts only among the last lines of an article, where the writer is introduced.
    """

    id: str
    kind: BlockKind
    pattern: re.Pattern[str]
    reason: str
    wall: bool
    opens: bool
    at_end: bool
    matches: tuple[str, ...]
    ignores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """Who signs pictures. Names and words are in lower case."""

    names: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the file; words and names in lower case.

    outlets: words in the names of newspapers. sections: names of a site's parts. questions: first words of a question.
    unnamed: words that no name begins with. small: words that a headline's capitals leave small.
    subject: first words of a sentence that no headline begins with. prose: words that a headline does without.
    """

    lines: tuple[LineRule, ...]
    credits: Credits
    outlets: frozenset[str]
    sections: frozenset[str]
    questions: frozenset[str]
    unnamed: frozenset[str]
    small: frozenset[str]
    subject: frozenset[str]
    prose: frozenset[str]

    def match(self, text: str, *, at_end: bool = False) -> LineRule | None:
        """The first rule for this line, or None. at_end: look among the rules for an article's last lines."""
        if len(text) > _LONGEST_LINE:
            return None
        line = normal(text)
        return next((rule for rule in self.lines if rule.at_end is at_end and rule.pattern.fullmatch(line)), None)


def normal(text: str) -> str:
    """White space made single, quotation marks straight: what the patterns are written for."""
    return _SPACE.sub(" ", text.translate(_STRAIGHT)).strip()


@cache
def load(language: str = "en") -> Rules:
    """The shipped rules. Raises RuleError with file and line where the file is not as it should be."""
    return read(paths.resources() / "rules" / language / "furniture.toml")


def read(path: Path) -> Rules:
    """The rules of one file. Raises RuleError with file and line where it is not as it should be."""
    entries = read_entries(path, _SHAPES)
    lines = tuple(_line_rule(e) for e in entries if e.table == "line")
    credit = [e.values for e in entries if e.table == "credit"]
    names = {role: [e.values for e in entries if e.table == "names" and e.values["role"] == role] for role in _ROLES}
    for entry in entries:
        if entry.table == "names" and entry.values["role"] not in _ROLES:
            known = ", ".join(_ROLES)
            raise RuleError(f"{entry.place}: unknown role “{entry.values['role']}”.", f"Known here: {known}.")
    return Rules(
        lines,
        Credits(_lowered(credit, "names"), _lowered(credit, "words")),
        *(_lowered(names[role], "words") for role in _ROLES),
    )


def _lowered(tables: list[dict[str, list[str]]], key: str) -> frozenset[str]:
    return frozenset(word.lower() for table in tables for word in table[key])


def _line_rule(entry: Entry) -> LineRule:
    values = entry.values
    kind = _KINDS.get(values["kind"])
    if kind is None:
        raise RuleError(f"{entry.place}: unknown kind “{values['kind']}”.", f"Known here: {', '.join(sorted(_KINDS))}.")
    if kind is BlockKind.FURNITURE and not values["reason"]:
        raise RuleError(f"{entry.place}: furniture needs a reason.", "Say what it is, for the reader of the article.")
    try:
        pattern = re.compile(values["pattern"])
    except re.error as error:
        raise RuleError(f"{entry.place}: the pattern is not valid: {error}.", "Correct it.") from error
    return LineRule(
        values["id"],
        kind,
        pattern,
        values["reason"],
        values.get("wall", False),
        values.get("opens", False),
        values.get("at_end", False),
        tuple(values["matches"]),
        tuple(values["ignores"]),
    )
