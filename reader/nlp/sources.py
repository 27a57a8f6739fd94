"""Who says it: the words of a noun phrase, and what kind of source they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reader.domain.analysis import SourceKind
from reader.nlp.parse import Parse
from reader.nlp.rules.ruleset import SourceRule

_TITLE_DEPS = frozenset({"compound", "nmod", "amod", "poss", "nn"})
_LONGEST_OF = 7  # words of a prepositional phrase that still belongs to a name
_PAIRS = {"-": "-", "–": "–", "—": "—", "--": "--", "”": "“", "''": "''", '"': '"'}
#: Words of the sentence that parsers take into a noun phrase: "even the mayor", "the mayors both".
_LEADING = frozenset({"even", "only", "just", "also", "meanwhile"})
_FLOATING = frozenset({"all", "both", "each", "also"})
_AFTER_HEAD = 4  # words after the head that a phrase such as "people familiar" may take in


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of source a phrase is.

    people: persons speak. institution: it speaks for one. rule: the id of the rule that told, "" for a default.
    sure: False where only the shape of the name told.
    """

    kind: SourceKind
    subkind: str = ""
    people: bool = False
    institution: bool = False
    rule: str = ""
    sure: bool = False


UNNAMED = Kind("unnamed", people=True)


def trim(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """A token range without punctuation, conjunctions and white space at its ends; a closing mark of a pair stays."""
    while first < last and (parse.is_punct(first) or parse.dep[first] == "cc"):
        first += 1
    while last > first and (parse.is_punct(last) or parse.dep[last] == "cc") and not _closes(parse, first, last):
        last -= 1
    return first, last


def _closes(parse: Parse, first: int, last: int) -> bool:
    """Whether a mark is the second of a pair: "(…)", "- … -", "“…”"."""
    if parse.text[last] in (")", "]"):
        return True
    opening = _PAIRS.get(parse.text[last])
    marks = [t for t in range(first, last) if parse.text[t] == opening and parse.start[t] > parse.end[t - 1]]
    return bool(marks) and len(marks) % 2 == 1


def noun_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """First and last token of the whole noun phrase of `head`, with titles, appositions and relative clauses."""
    first, last = parse.left[head], parse.right[head]
    for c in parse.children_by(head, "prep"):  # "by prosecutors of taking bribes": the gerund is the verb's
        if c > head and parse.has_child(c, "pcomp"):
            last = min(last, parse.left[c] - 1)
    sent_first, sent_last = parse.sents[parse.sent_of[head]]
    first, last = trim(parse, max(first, sent_first), min(last, sent_last - 1))
    while first < head and parse.lower[first] in _LEADING:
        first += 1
    while last > head and parse.lower[last] in _FLOATING:
        last -= 1
    return trim(parse, first, last)


def core_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """The noun phrase without appositions and relative clauses: "the head of the agency"."""
    first, last = noun_phrase(parse, head)
    end = head
    for c in parse.children_by(head, "prep", "compound", "nummod"):
        after = end + 2 if end + 1 <= last and parse.text[end + 1] == "-" else end + 1
        if c > head and parse.left[c] == after and parse.right[c] <= last and parse.right[c] - c <= _LONGEST_OF:
            end = parse.right[c]
    return first, end


class SourceKinds:
    """Classifies noun phrases by the source rules."""

    def __init__(self, rules: Iterable[SourceRule], lists: Mapping[str, frozenset[str]]) -> None:
        self._first_names = lists["first-names"]
        self._courtesy = lists["courtesy-titles"]
        self._endings = tuple(lists["person-endings"])
        self._partitives = lists["partitives"]
        self._former = lists["former-words"]
        self._scholarly_verbs = lists["scholarly-verbs"]
        self._scholarly_places = lists["scholarly-places"]
        self._staff = lists["staff-words"]
        self._groups = lists["groups"]
        self._words: dict[str, list[SourceRule]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], SourceRule]]] = {}
        for rule in rules:
            for entry in rule.heads:
                parts = tuple(entry.replace("-", " - ").split())
                if len(parts) == 1:
                    self._words.setdefault(entry, []).append(rule)
                else:
                    self._phrases.setdefault(parts[0], []).append((parts, rule))

    def classify(self, parse: Parse, head: int) -> Kind:
        """The kind of the noun phrase that token `head` heads."""
        found: list[tuple[int, SourceRule]] = []
        self._phrases_in(parse, head, found)
        is_name = parse.pos[head] == "PROPN"
        self._word(parse, head, 5 if not is_name else 0, found)
        for c in parse.children[head]:
            dep = parse.dep[c]
            if dep in _TITLE_DEPS and is_name and parse.pos[c] in ("PROPN", "NOUN", "ADJ"):
                self._word(parse, c, 3, found)
                for cc in parse.children[c]:
                    if parse.dep[cc] in _TITLE_DEPS:
                        self._word(parse, cc, 2, found)
            elif dep == "appos":
                self._apposition(parse, c, found)
            elif dep == "relcl":
                self._relative(parse, c, found)
            elif dep == "conj" and not found:
                self._word(parse, c, 1, found)
            elif dep == "prep" and parse.lower[head] in self._partitives:
                for p in parse.children_by(c, "pobj"):
                    self._word(parse, p, 4, found)
        inherited = self._staff_of(parse, head)
        if inherited is not None:
            return inherited
        if self._names_body(parse, head):  # "the United Counter Workers", "rival Oriel Pharmacies"
            found = [f for f in found if not f[1].people or f[1].institution]
        elif is_name and self._is_person_name(parse, head):  # "Valeska Paris, an Australian woman"
            found = [f for f in found if f[1].id != "source.place"]
        if found:
            rule = max(found, key=lambda f: (f[0] // 10, f[1].rank, f[0]))[1]
            if rule.kind == "official" and rule.people and self._is_former(parse, head, rule):
                return Kind("expert", people=True, rule="source.former-official", sure=True)
            return Kind(rule.kind, rule.subkind, rule.people, rule.institution, rule.id, True)  # type: ignore[arg-type]
        if is_name and self._is_scholar(parse, head):
            return Kind("expert", people=True, rule="source.scholar", sure=True)
        return self._by_shape(parse, head)

    def _staff_of(self, parse: Parse, head: int) -> Kind | None:
        """ "the company's lawyers" speak for the company."""
        if parse.lemma[head] not in self._staff:
            return None
        for owner in parse.children_by(head, "poss"):
            kind = self.classify(parse, owner)
            if kind.institution and not kind.people:
                return Kind("official", kind.subkind, people=True, institution=True, rule=kind.rule, sure=kind.sure)
        return None

    def _is_scholar(self, parse: Parse, head: int) -> bool:
        """ "Ann Lee, who studies strikes", "Ann Lee of Pinnock Securities" """
        for c in parse.children[head]:
            if parse.dep[c] == "relcl" and parse.lemma[c] in self._scholarly_verbs:
                return True
            if parse.dep[c] == "prep" and parse.lower[c] in ("of", "at", "from", "with"):
                places = (p for p in parse.children_by(c, "pobj") if parse.pos[p] == "PROPN")
                if any(parse.lower[t] in self._scholarly_places for p in places for t in parse.subtree(p)):
                    return True
        return False

    def _apposition(self, parse: Parse, head: int, found: list[tuple[int, SourceRule]]) -> None:
        self._phrases_in(parse, head, found)
        self._word(parse, head, 4, found)
        for c in parse.children[head]:
            if parse.dep[c] in ("conj", "appos") or (parse.dep[c] == "compound" and parse.pos[head] == "PROPN"):
                self._word(parse, c, 3, found)

    def _relative(self, parse: Parse, verb: int, found: list[tuple[int, SourceRule]]) -> None:
        """ "…, who is chairman of …" """
        if parse.lemma[verb] == "be":
            for c in parse.children_by(verb, "attr"):
                self._word(parse, c, 3, found)

    def _word(self, parse: Parse, i: int, bonus: int, found: list[tuple[int, SourceRule]]) -> None:
        keys = {parse.lower[i], parse.lemma[i]}
        if parse.tag[i] == "NNPS":  # the model leaves names as they are: "Democrats"
            keys.add(parse.lower[i].removesuffix("s"))
        for key in keys:
            found.extend((bonus, rule) for rule in self._words.get(key, ()))

    def _phrases_in(self, parse: Parse, head: int, found: list[tuple[int, SourceRule]]) -> None:
        first = parse.left[head]
        last = min(head + _AFTER_HEAD, parse.right[head], len(parse) - 1)
        for i in range(first, last + 1):
            for key in {parse.lower[i], parse.lemma[i]}:
                for parts, rule in self._phrases.get(key, ()):
                    end = i + len(parts)
                    if end - 1 > last or end - 1 < head - 6:
                        continue
                    near = i <= head < end or parse.head[end - 1] == head or parse.pos[head] == "PROPN"
                    fits = (p in (parse.lower[k], parse.lemma[k]) for p, k in zip(parts, range(i, end), strict=True))
                    if near and all(fits):
                        found.append((10 if i <= head < end else 6, rule))

    def _is_former(self, parse: Parse, head: int, rule: SourceRule) -> bool:
        if rule.id == "source.known-leader":
            return False
        return any(parse.lower[i] in self._former for i in range(parse.left[head], head))

    def could_speak(self, parse: Parse, head: int, kind: Kind) -> bool:
        """Whether this phrase can hold a view at all: a name, a pronoun, a known kind or a word for a person."""
        if kind.sure or parse.pos[head] in ("PROPN", "PRON"):
            return True
        if parse.lemma[head] in self._groups or parse.lower[head] in self._groups:
            return True
        return parse.lower[head].rstrip("s").endswith(self._endings) or parse.ent[head] in ("NORP", "ORG", "GPE")

    @staticmethod
    def _names_body(parse: Parse, head: int) -> bool:
        """Whether a name is that of a body, whatever its words mean by themselves."""
        if parse.pos[head] != "PROPN" or parse.ent[head] == "PERSON":
            return False
        named = any(parse.pos[c] == "PROPN" for c in parse.children_by(head, "compound"))
        return named and (parse.ent[head] == "ORG" or parse.tag[head] == "NNPS")

    def _is_person_name(self, parse: Parse, head: int) -> bool:
        """A courtesy title before the name, an age or a word for a person after it: the entity type may be wrong."""
        if parse.pos[head] != "PROPN":
            return False
        for c in parse.children[head]:
            if parse.lower[c] in self._courtesy or (parse.dep[c] in ("appos", "nummod") and parse.text[c].isdigit()):
                return True
            if parse.dep[c] == "appos" and parse.pos[c] == "NOUN" and parse.lower[c].endswith(self._endings):
                return True
        return head > parse.left[head] and parse.lower[head - 1] in self._first_names

    def _by_shape(self, parse: Parse, head: int) -> Kind:
        """Without a rule: by the model's entity type, else by the form of the word."""
        ent = parse.ent[head]
        if parse.pos[head] == "PROPN" and any(parse.lower[c] == "the" for c in parse.children_by(head, "det")):
            return Kind("official", "organisation", institution=True, rule="source.organisation-name")
        if ent == "PERSON" or self._is_person_name(parse, head):
            return Kind("person", people=True)
        if ent in ("GPE", "NORP") and parse.pos[head] == "PROPN" and parse.left[head] < head:
            return Kind("official", "state", institution=True, rule="source.place")
        if ent in ("ORG", "FAC") and parse.pos[head] == "PROPN":
            return Kind("official", "organisation", institution=True, rule="source.organisation-name")
        if ent in ("WORK_OF_ART", "LAW"):
            return Kind("document")
        if parse.pos[head] == "PROPN":
            return Kind("person", people=True)
        if parse.pos[head] == "NOUN":
            return Kind("person", people=True)
        return UNNAMED
