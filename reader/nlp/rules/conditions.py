"""`where` conditions: what must hold around a match's anchor token, in the grammar of its sentence.

head, child, no_child     an item that the anchor's head / one of its children / none of them must fit
subject, no_subject       an item that the subject of the anchor's clause must (not) fit
verb                      an item that the verb of the anchor's clause must fit
not_before, not_after     an item that the next / previous token must not fit
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.nlp.parse import Parse
from reader.nlp.rules.pattern import PatternError, Test, compile_item

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")


def clause_verb(parse: Parse, i: int) -> int:
    """The verb (or predicate) of the clause that token `i` stands in."""
    while parse.pos[i] not in ("VERB", "AUX") or parse.dep[i] in ("aux", "auxpass", "amod"):
        if parse.head[i] == i:
            return i
        i = parse.head[i]
    return i


def subject_of(parse: Parse, verb: int) -> int | None:
    """The subject of a verb: its own, or the one it shares with the verb it is joined or subordinated to."""
    for _ in range(6):
        own = parse.children_by(verb, *SUBJECTS) or [
            s for aux in parse.children_by(verb, "aux", "auxpass") for s in parse.children_by(aux, *SUBJECTS)
        ]
        if own:
            return own[-1] if parse.dep[own[0]] == "expl" and len(own) > 1 else own[0]
        if parse.dep[verb] not in ("conj", "xcomp", "advcl", "pcomp", "aux") or parse.head[verb] == verb:
            return None
        verb = clause_verb(parse, parse.head[verb])
    return None


def _head(parse: Parse, i: int, test: Test) -> bool:
    return test(parse, parse.head[i])


def _child(parse: Parse, i: int, test: Test) -> bool:
    return any(test(parse, c) for c in parse.children[i])


def _subject(parse: Parse, i: int, test: Test) -> bool:
    subject = subject_of(parse, clause_verb(parse, i))
    return subject is not None and test(parse, subject)


def _verb(parse: Parse, i: int, test: Test) -> bool:
    return test(parse, clause_verb(parse, i))


def _after(parse: Parse, i: int, test: Test) -> bool:
    return i > 0 and parse.sent_of[i - 1] == parse.sent_of[i] and test(parse, i - 1)


def _before(parse: Parse, i: int, test: Test) -> bool:
    return i + 1 < len(parse) and parse.sent_of[i + 1] == parse.sent_of[i] and test(parse, i + 1)


_WAYS: dict[str, tuple[Callable[[Parse, int, Test], bool], bool]] = {
    "head": (_head, True),
    "child": (_child, True),
    "no_child": (_child, False),
    "subject": (_subject, True),
    "no_subject": (_subject, False),
    "verb": (_verb, True),
    "not_before": (_before, False),
    "not_after": (_after, False),
}


def compile_conditions(where: Mapping[str, object], lists: Mapping[str, frozenset[str]]) -> Test | None:
    """All conditions as one test of the anchor token; None if there are none. Raises PatternError."""
    if not where:
        return None
    parts: list[Test] = []
    for key, item in where.items():
        if key not in _WAYS or not isinstance(item, str):
            raise PatternError(f"unknown condition “{key}” (known: {', '.join(_WAYS)})")
        way, wanted = _WAYS[key]
        test = compile_item(item, lists)
        parts.append(_condition(way, test, wanted))
    return lambda p, i: all(part(p, i) for part in parts)


def _condition(way: Callable[[Parse, int, Test], bool], test: Test, wanted: bool) -> Test:
    return lambda p, i: way(p, i, test) == wanted
