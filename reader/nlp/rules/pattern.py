"""The pattern language of the rule files (described for rule writers in `resources/rules/README.md`).

A pattern is a row of items separated by spaces; an item is alternatives separated by `|`; an alternative is tests
joined by `&`, each of which may be negated by `!`:

    word      the token's lower-case form             ~word     its lemma
    <TAG>     its Penn tag, `<VB*>` by prefix         {POS}     its universal part of speech
    :dep      its dependency label                    @list     a word list (forms or lemmas)
    #ENT      its entity type                         _         any token
    ^ and $   (alone) the start and end of a sentence

`item?` may be missing; `...` is up to six tokens of the same sentence, none a full clause mark (; : . — –).
An item written `=item` is the anchor, to which `where` conditions and the scope refer; without one it is the first
item that names a word. A match never crosses a sentence border.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reader.nlp.parse import Parse

Test = Callable[[Parse, int], bool]

_GAP = "..."
_LONGEST_GAP = 6
_GAP_STOPS = frozenset(";:.—–")
_LIST = re.compile(r"(?<!!)@([\w-]+)")
_TERM = re.compile(r"(!?)(~|@|:|#)?(<[^>]+>|\{[^}]+\}|[^&]+)")


class PatternError(ValueError):
    """A pattern that cannot be read; the message says which part."""


@dataclass(frozen=True, slots=True)
class Item:
    """One place of a pattern.

    keys: what it can be looked up by, as "w:word", "l:lemma" or "t:TAG"; empty if by nothing.
    cost: how often a look-up by the keys will be in vain; a tag is common, a word is rare.
    """

    test: Test
    keys: frozenset[str]
    optional: bool = False
    gap: bool = False

    @property
    def cost(self) -> int:
        return sum(1000 if key.startswith("t:") else 1 for key in self.keys)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: `anchor` is the item that conditions refer to, `index_at` the one it is looked up by."""

    source: str
    items: tuple[Item, ...]
    anchor: int
    index_at: int

    def matches_at(self, parse: Parse, i: int) -> tuple[list[int], int] | None:
        """The tokens of a match whose index item is token `i`, and the anchor token; None if there is none."""
        first, last = parse.sents[parse.sent_of[i]]
        if not self.items[self.index_at].test(parse, i):
            return None
        right = _follow(self.items, self.index_at + 1, 1, parse, i + 1, first, last)
        if right is None:
            return None
        left = _follow(self.items, self.index_at - 1, -1, parse, i - 1, first, last)
        if left is None:
            return None
        placed = {**left, self.index_at: i, **right}
        tokens = sorted(t for n, t in placed.items() if t >= 0)
        anchor = placed.get(self.anchor, i)
        return tokens, anchor if anchor >= 0 else i


def _follow(
    items: tuple[Item, ...], n: int, step: int, parse: Parse, i: int, first: int, last: int
) -> dict[int, int] | None:
    """Match items n, n+step ... at tokens i, i+step ...; the placements, -1 for a sentence border."""
    if n < 0 or n >= len(items):
        return {}
    item = items[n]
    if item.gap:
        for skipped in range(_LONGEST_GAP + 1):
            rest = _follow(items, n + step, step, parse, i + step * skipped, first, last)
            if rest is not None:
                return rest
            at = i + step * skipped
            if not first <= at < last or parse.text[at] in _GAP_STOPS:
                return None
        return None
    if item.test is _at_border:
        beyond = range(first, i + 1) if step < 0 else range(i, last)
        at_border = all(parse.is_punct(k) for k in beyond)
        return _follow(items, n + step, step, parse, i, first, last) if at_border else None
    if first <= i < last and item.test(parse, i):
        rest = _follow(items, n + step, step, parse, i + step, first, last)
        if rest is not None:
            return {n: i, **rest}
    return _follow(items, n + step, step, parse, i, first, last) if item.optional else None


def _at_border(_parse: Parse, _i: int) -> bool:
    return False


def compile_pattern(source: str, lists: Mapping[str, frozenset[str]]) -> list[Pattern]:
    """Compile one pattern, with the word lists it may name. Raises PatternError.

    A list entry of several words makes the pattern expand into one for each length, so the result may hold several.
    """
    found = [_compile(source, lists)] if not _only_phrases(source, lists) else []
    return found + [_compile(expanded, lists) for expanded in _with_phrases(source, lists)]


def _only_phrases(source: str, lists: Mapping[str, frozenset[str]]) -> bool:
    """Whether a list it names holds no single word, so that the pattern as written could match nothing."""
    return any(lists.get(name) and all(" " in w for w in lists[name]) for name in _LIST.findall(source))


def _with_phrases(source: str, lists: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """The pattern once more for each entry of several words, which takes the place of the item that names its list."""
    items = source.split()
    anchored = any(item.startswith("=") and len(item) > 1 for item in items)
    for n, item in enumerate(items):
        for name in _LIST.findall(item):
            for entry in sorted(e for e in lists.get(name, ()) if " " in e):
                mark = "=" if item.startswith("=") or not anchored else ""
                yield " ".join([*items[:n], mark + entry.lower(), *items[n + 1 :]])


def _compile(source: str, lists: Mapping[str, frozenset[str]]) -> Pattern:
    items: list[Item] = []
    marked = -1
    for part in source.split():
        if part.startswith("=") and len(part) > 1:
            if marked < 0:
                marked = len(items)
            part = part[1:]
        items.append(_item(part, lists))
    indexable = [n for n, item in enumerate(items) if item.keys and not item.optional]
    if not indexable:
        raise PatternError(f"“{source}” names no word or tag to find it by")
    index_at = min(indexable, key=lambda n: (items[n].cost, n))
    return Pattern(source, tuple(items), marked if marked >= 0 else indexable[0], index_at)


def _item(part: str, lists: Mapping[str, frozenset[str]]) -> Item:
    if part == _GAP:
        return Item(lambda _p, _i: True, frozenset(), gap=True)
    if part in ("^", "$"):
        return Item(_at_border, frozenset())
    optional = part.endswith("?") and len(part) > 1
    if optional:
        part = part[:-1]
    read = [_alternative(alternative, lists) for alternative in part.split("|")]
    tests = [test for test, _ in read]
    keys = frozenset().union(*(k for _, k in read)) if all(k for _, k in read) else frozenset()
    test = tests[0] if len(tests) == 1 else lambda p, i: any(t(p, i) for t in tests)
    return Item(test, keys, optional)


def _alternative(source: str, lists: Mapping[str, frozenset[str]]) -> tuple[Test, frozenset[str]]:
    tests: list[Test] = []
    keys: frozenset[str] = frozenset()
    for term in source.split("&"):
        match = _TERM.fullmatch(term)
        if not match or (match.group(3)[0] in "<{") != (match.group(3)[-1] in ">}"):
            raise PatternError(f"“{source}” cannot be read")
        negated, sigil, value = match.group(1) == "!", match.group(2), match.group(3)
        test, found = _term(sigil, value, lists)
        if negated:
            tests.append(_negation(test))
        else:
            tests.append(test)
            if not keys or all(k.startswith("t:") for k in keys):
                keys = found or keys
    if len(tests) == 1:
        return tests[0], keys
    return (lambda p, i: all(t(p, i) for t in tests)), keys


def _negation(test: Test) -> Test:
    return lambda p, i: not test(p, i)


def _term(sigil: str | None, value: str, lists: Mapping[str, frozenset[str]]) -> tuple[Test, frozenset[str]]:
    nothing: frozenset[str] = frozenset()
    if value == "_" and not sigil:
        return (lambda _p, _i: True), nothing
    if value.startswith("<"):
        tag = value[1:-1]
        if tag.endswith("*"):
            prefix = tag[:-1]
            return (lambda p, i: p.tag[i].startswith(prefix)), nothing
        return (lambda p, i: p.tag[i] == tag), frozenset({f"t:{tag}"})
    if value.startswith("{"):
        pos = value[1:-1]
        return (lambda p, i: p.pos[i] == pos), nothing
    if sigil == "~":
        lemma = value.lower()
        return (lambda p, i: p.lemma[i] == lemma), frozenset({f"l:{lemma}"})
    if sigil == ":":
        return (lambda p, i: p.dep[i] == value), nothing
    if sigil == "#":
        return (lambda p, i: p.ent[i] == value), nothing
    if sigil == "@":
        if value not in lists:
            raise PatternError(f"there is no word list “{value}”")
        single = frozenset(w.lower() for w in lists[value] if " " not in w)
        test: Test = lambda p, i: p.lower[i] in single or p.lemma[i] in single  # noqa: E731
        return test, frozenset(f"{kind}:{w}" for w in single for kind in "wl")
    word = value.lower().replace("’", "'")
    return (lambda p, i: p.lower[i] == word), frozenset({f"w:{word}"})


def compile_item(source: str, lists: Mapping[str, frozenset[str]]) -> Test:
    """One item as a test of a single token, for `where` conditions. Raises PatternError."""
    return _item(source, lists).test
