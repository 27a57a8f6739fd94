"""A memory of the article: names with the roles it gives them, so that a later bare name, pronoun or description
("the admiral", "he", "the ministry") is resolved and its kind known before anything is labelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reader.nlp.parse import Parse
from reader.nlp.sources import Kind, SourceKinds, core_phrase, noun_phrase

_HE = frozenset({"he", "his", "him"})
_SHE = frozenset({"she", "her"})
_THEY = frozenset({"they", "their", "them"})
_IT = frozenset({"it", "its"})
_RECENT = 12  # how many of the latest speakers and agents a pronoun may mean
_LOCATIVE = frozenset({"in", "across", "throughout"})
_LONGEST_ROLE = 8  # words of a role with its name; in longer ones the parser often joins what does not belong together
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your"})
_OTHER_PRONOUNS = frozenset({"who", "i", "we", "you", "this", "these", "those", "that", "which"})
PRONOUNS = _HE | _SHE | _THEY | _IT | _OTHER_PRONOUNS


@dataclass(slots=True)
class Entity:
    """Somebody or something the article speaks of. heads: lemmas it is described by; gender: "m", "f" or ""."""

    name: str
    kind: Kind
    heads: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool = False


class Memory:
    """What the article has said of its people and bodies. Built once over all blocks, then asked in reading order."""

    def __init__(self, kinds: SourceKinds, lists: Mapping[str, frozenset[str]]) -> None:
        self._kinds = kinds
        self._male = lists["male-words"]
        self._female = lists["female-words"]
        self._staff = lists["staff-words"]
        self._company_words = lists["company-words"]
        self._belongings = lists["company-belongings"]
        self._companies: set[str] = set()  # names that own what only companies own
        self._places: set[str] = set()  # names that something happens in
        self._courtesy = lists["courtesy-titles"]
        self._first_names = lists["first-names"]
        self._female_names = lists["female-first-names"]
        self._by_name: dict[str, Entity] = {}
        self._by_head: dict[str, list[Entity]] = {}
        self._spoke: list[Entity] = []  # who has spoken or acted, latest last
        self._met: list[Entity] = []  # named people in any role, latest last

    def learn(self, parses: Iterable[Parse]) -> None:
        """Read every name with its role in all blocks, captions and headings included."""
        for parse in parses:
            for i in range(len(parse)):
                if parse.pos[i] != "PROPN":
                    continue
                if parse.dep[i] not in ("compound", "poss", "amod", "nmod"):
                    self._learn_name(parse, i)
                elif parse.dep[i] in ("poss", "compound") and parse.lower[parse.head[i]] in self._belongings:
                    self._companies.add(parse.lower[i])
                if parse.dep[i] == "pobj" and parse.lower[parse.head[i]] in _LOCATIVE and parse.ent[i] == "GPE":
                    self._places.add(parse.lower[i])

    def _learn_name(self, parse: Parse, head: int) -> None:
        name = self.proper_name(parse, head)
        if not name:
            return
        kind = self._kinds.classify(parse, head)
        role = parse.head[head]
        described = parse.dep[head] == "appos" and parse.pos[role] == "NOUN" and parse.ent[head] == "PERSON"
        if described and not kind.sure and parse.right[role] - parse.left[role] < _LONGEST_ROLE:
            # "its director, Ann Lee"
            kind = self._kinds.classify(parse, role)
        heads = {
            parse.lemma[c]
            for c in parse.children[head]
            if parse.dep[c] in ("appos", "compound", "nmod") and parse.lower[c] not in name.lower().split()
        }
        heads |= {parse.lemma[role]} if described else set()
        heads |= {parse.lemma[head]} if parse.ent[head] not in ("PERSON",) else set()
        for verb in parse.children_by(head, "relcl"):
            heads |= {parse.lemma[c] for c in parse.children_by(verb, "attr")}
        if parse.dep[head] == "nsubj" and parse.lemma[parse.head[head]] == "be":
            for attr in parse.children_by(parse.head[head], "attr"):
                if not kind.sure:
                    said = self._kinds.classify(parse, attr)
                    kind = said if said.sure else kind
                heads.add(parse.lemma[attr])
        gender = self._gender_of(parse, head)
        person = parse.ent[head] == "PERSON" or " " not in name
        key = name.split()[-1].lower() if person else ""
        known = self._by_name.get(name.lower()) or self._by_name.get(key)
        if known is not None and self._same(known, name, parse.ent[head]):
            if len(name) > len(known.name):
                known.name = name
            if kind.sure and (not known.kind.sure or known.kind.rule == "source.known-leader"):
                known.kind = kind
            known.heads |= heads
            known.gender = known.gender or gender
        else:
            known = Entity(name, kind, heads, gender)
        self._by_name[name.lower()] = known
        if len(key) > 2:
            self._by_name[key] = known
        first = name.split()[0].lower()
        if " " in name and (parse.ent[head] == "PERSON" or (known.kind.institution and not known.kind.people)):
            cut = self._by_name.get(first)  # family names stand first in some languages; firms are cut short
            if cut is None or (known.kind.institution and known.kind.sure and not cut.kind.sure and not cut.gender):
                self._by_name[first] = known
        for h in heads:
            entries = self._by_head.setdefault(h, [])
            if known not in entries:
                entries.append(known)

    @staticmethod
    def _same(known: Entity, name: str, ent: str) -> bool:
        short, long = sorted((known.name.lower().split(), name.lower().split()), key=len)
        if len(short) == 1:
            return short[0] in long
        return short[-1] == long[-1] and (short[0] == long[0] or ent != "PERSON")

    def proper_name(self, parse: Parse, head: int) -> str:
        """The name itself without titles: the head and the proper nouns of its entity type directly before it."""
        first = head
        while first - 1 >= parse.left[head] and self._in_name(parse, first - 1, head):
            first -= 1
        while (
            first < head and parse.pos[first] != "PROPN" and (parse.pos[first] == "NOUN" or parse.text[first].islower())
        ):
            first += 1  # "drugstore chain Brackwell Stores"
        last = head if parse.ent[head] == "PERSON" else core_phrase(parse, head)[1]
        return parse.words(first, last)

    def _in_name(self, parse: Parse, i: int, head: int) -> bool:
        if parse.lower[i] in self._courtesy:
            return False
        if parse.text[i] == "-" and i and parse.end[i] == parse.start[i + 1]:
            return parse.pos[i - 1] == "PROPN"  # "Solberg-Maas"
        if parse.ent[head] == "PERSON":
            return parse.pos[i] == "PROPN" and parse.ent[i] == "PERSON"
        return parse.dep[i] in ("compound", "amod", "nmod", "poss", "case") and parse.lower[i] not in _POSSESSIVES

    def _gender_of(self, parse: Parse, head: int) -> str:
        first, last = noun_phrase(parse, head)
        for i in range(first, min(last, head + 8) + 1):
            if parse.lower[i] in self._male:
                return "m"
            if parse.lower[i] in self._female:
                return "f"
        before = parse.lower[head - 1] if head > first else ""
        if before in self._female_names:
            return "f"
        return "m" if before in self._first_names else ""

    # -- asking ---------------------------------------------------------------------------------------------------

    def resolve(self, parse: Parse, head: int) -> tuple[str, Kind, Entity | None]:
        """Name, kind and entity (None for a pronoun that means nobody known) of the phrase that token `head` heads."""
        first, last = noun_phrase(parse, head)
        lower = parse.lower[head]
        if parse.pos[head] == "PRON" or lower in PRONOUNS:
            entity = self._antecedent(lower)
            if entity is not None:
                kind = entity.kind if lower in _IT else replace(entity.kind, people=True)
                return entity.name, kind, entity
            if lower in _IT:  # what is no person and speaks is a body, named or not
                return parse.words(first, last), Kind("official", "organisation", institution=True), None
            people = lower not in ("this", "that", "which", "these")
            return parse.words(first, last), Kind("person", people=people), None
        kind = self._kinds.classify(parse, head)
        if parse.pos[head] == "PROPN":
            name = self.proper_name(parse, head)
            entity = self._by_name.get(name.lower())
            if entity is None and (parse.ent[head] == "PERSON" or " " not in name):
                entity = self._by_name.get(name.split()[-1].lower())
            if not kind.sure and (entity is None or not entity.kind.sure) and not parse.has_child(head, "compound"):
                kind = self._by_use(parse.lower[head]) or kind
            if entity is not None:
                person = " " in entity.name and entity.kind.people
                if person and kind.rule == "source.place":  # Valeska Paris, later "Paris"
                    kind = entity.kind
                if entity.kind.sure and not (kind.sure and kind.rule != "source.known-leader"):
                    kind = entity.kind
                return entity.name, kind, entity
            return name, kind, Entity(name, kind)
        for owner in parse.children_by(head, "poss"):  # "Astremont's lawyers", where Astremont is known to be a firm
            if parse.lemma[head] in self._staff and not kind.institution and parse.pos[owner] == "PROPN":
                _, owning, _ = self.resolve(parse, owner)
                if owning.institution and not owning.people:
                    kind = replace(owning, people=True)
        described = self._described(parse, head)
        if described is not None:
            return described.name, described.kind if described.kind.sure else kind, described
        name = parse.words(*core_phrase(parse, head))
        plural = parse.tag[head] in ("NNS", "NNPS") or parse.has_child(head, "conj") or parse.lemma[head] == "police"
        return name, kind, Entity(name, kind, {parse.lemma[head]}, self._gender_of(parse, head), plural)

    def _by_use(self, name: str) -> Kind | None:
        """The kind of a bare name, by what the article says it owns or what happens in it."""
        if name in self._companies:
            return Kind("official", "company", institution=True, rule="source.company", sure=True)
        if name in self._places:
            return Kind("official", "state", institution=True, rule="source.place", sure=True)
        return None

    def _described(self, parse: Parse, head: int) -> Entity | None:
        """ "the admiral", "the ministry": the latest speaker, else a name, with that role."""
        if not any(parse.lower[c] in ("the", "that", "this") for c in parse.children_by(head, "det")):
            return None
        lemma = parse.lemma[head]
        if parse.tag[head] in ("NNS", "NNPS"):
            return next((e for e in reversed(self._spoke) if e.plural and lemma in e.heads), None)
        for entity in reversed(self._spoke):
            if lemma in entity.heads or lemma == entity.name.split()[-1].lower():
                return entity
        entries = self._by_head.get(lemma, [])
        if not entries and lemma in self._company_words:
            entries = list({id(e): e for e in self._by_name.values() if e.kind.subkind == "company"}.values())
        return entries[0] if len(entries) == 1 else None

    def _antecedent(self, pronoun: str) -> Entity | None:
        for entity in reversed(self._spoke[-_RECENT:]):
            if pronoun in _HE and entity.kind.people and not entity.plural and entity.gender != "f":
                return entity
            if pronoun in _SHE and entity.kind.people and not entity.plural and entity.gender != "m":
                return entity
            if pronoun in _THEY and (entity.plural or not entity.kind.people):
                return entity
            if pronoun in _IT and not entity.kind.people:
                return entity
        wanted = "m" if pronoun in _HE else "f" if pronoun in _SHE else ""
        return next((e for e in reversed(self._met) if wanted and e.gender == wanted), None)

    def seen(self, entity: Entity) -> None:
        """This entity acts or speaks here: the next pronoun may mean it."""
        if self._spoke and self._spoke[-1] is entity:
            return
        self._spoke.append(entity)

    def note_subjects(self, parse: Parse, sent: int, before: int) -> None:
        """Named subjects of a sentence, up to token `before`, become candidates for the pronouns that follow."""
        first, end = parse.sents[sent]
        for i in range(first, min(end, before)):
            if parse.ent[i] == "PERSON" and parse.dep[i] in ("dobj", "pobj", "appos", "conj", "dative"):
                known = self._by_name.get(parse.lower[i])
                if known is not None:
                    self._met.append(known)
            if parse.dep[i] in ("nsubj", "nsubjpass") and self._could_act(parse, i):
                _, _, entity = self.resolve(parse, i)
                if entity is not None:
                    self.seen(entity)

    def _could_act(self, parse: Parse, i: int) -> bool:
        return parse.pos[i] == "PROPN" or (parse.pos[i] == "NOUN" and self._kinds.classify(parse, i).sure)
