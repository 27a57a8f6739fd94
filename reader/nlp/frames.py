"""Finding attributions: the grammatical frames in which a cue links a source to a content.

Each `_frame_…` method reads one frame around a cue; which frames a cue may stand in is data (`attribution.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.nlp.attribution import RELATIVES, Attribution
from reader.nlp.clauses import Clause
from reader.nlp.parse import Parse
from reader.nlp.rules.conditions import clause_verb, subject_of
from reader.nlp.rules.ruleset import Match, RuleSet
from reader.nlp.sources import noun_phrase

_OBJECT_PREPOSITIONS = frozenset(
    {"for", "of", "on", "upon", "against", "with", "about", "over", "as", "from", "to", "by", "at", "in", "behind"}
)
_MODALS = frozenset({"will", "would", "may", "might", "could", "can", "should", "'ll", "wo"})
_LONGEST_TAG = 4  # words of a speaker's name before a colon
_INTERROGATIVES = frozenset({"if", "whether", "how", "why", "when", "where", "what", "who", "which"})
_NO_HOLDERS = frozenset(
    {"this", "that", "which", "these", "what", "there", "nothing", "something", "everything", "anyone", "nobody", "you"}
    | {"somebody", "someone", "anybody", "whoever"}
)


class Finder:
    """Finds the attributions of one block."""

    def __init__(
        self,
        rules: RuleSet,
        parse: Parse,
        clauses: list[Clause],
        clause_of: list[int],
        quoted: list[int],
        masked: set[int],
    ) -> None:
        """`quoted[i]`: the number of the quotation token `i` stands in, -1 outside; `masked`: words of pseudo-cues."""
        self._parse = parse
        self._clauses = clauses
        self._clause_of = clause_of
        self._quoted = quoted
        self._index = rules.attribution_index
        self._masked = masked
        self._prospects = rules.lists["prospects"]
        self._papers = rules.lists["issued-papers"]

    def find(self) -> list[Attribution]:
        """All attributions, in text order of their cues."""
        parse = self._parse
        found: list[Attribution] = []
        taken: set[int] = set()
        matches = [m for i in range(len(parse)) for m in self._index.find(parse, i)]
        # Longer cues first, so that "according to" is not read as "accord".
        for match in sorted(matches, key=lambda m: (-len(m.tokens), m.anchor)):
            if match.anchor in taken or match.anchor in self._masked:
                continue
            attribution = self._one(match)
            if attribution is not None:
                found.append(attribution)
                taken.update(match.tokens)
        found.sort(key=lambda a: a.anchor)
        return found

    def _one(self, match: Match) -> Attribution | None:
        for frame in match.rule.frames:
            built = getattr(self, f"_frame_{frame}")(match)
            if built is not None:
                return built  # type: ignore[no-any-return]
        return None

    def _is_to_come(self, match: Match) -> bool:
        """An act of speech that is only expected or possible: "is expected to appeal", "will announce"."""
        parse, v = self._parse, match.anchor
        if match.rule.manner not in ("speech", "claim") or parse.pos[v] != "VERB" or parse.tag[v] != "VB":
            return False
        if self._quoted[v] >= 0:
            return False
        head = parse.head[v]
        if parse.dep[v] in ("xcomp", "ccomp", "advcl") and parse.lemma[head] in self._prospects:
            return True
        return any(parse.lower[a] in _MODALS for a in parse.children_by(v, "aux"))

    def _frame_quotation(self, match: Match) -> Attribution | None:
        """ "“…,” he went on": verbs that report only where there are quotation marks."""
        built = self._frame_clause(match)
        return built if built is not None and built.quoted else None

    # -- frames ---------------------------------------------------------------------------------------------------

    def _frame_clause(self, match: Match) -> Attribution | None:
        """ "X said that …", "…, X said", "“…,” said X", "…, said X, …" """
        parse, v = self._parse, match.anchor
        if parse.pos[v] not in ("VERB", "AUX") or parse.dep[v] in ("amod", "compound"):
            return None
        if parse.tag[v] == "VBN" and self._is_passive(v):
            return self._passive_clause(match)
        source = self._subject(v)
        inner = [c for c in parse.children_by(v, "ccomp") if not self._is_adjunct(c)]
        after = [c for c in inner if c > v]
        if after and not any(self._quoted[t] >= 0 for c in inner if c < v for t in parse.subtree(c)):
            inner = after  # "Two rockets were shot down, the governor said Russia fired them": the first is told flatly
        if inner:
            content = set().union(*(set(parse.subtree(c)) - self._loose(c) for c in inner))
            reporting = self._reporting(v, content)
            empty = self._is_negated(v) and any(self._starts_with_interrogative(c) for c in inner)
            return self._build(match, source, content - reporting, reporting, "clause", empty)
        if source is None:
            return None
        hosted = self._host(v)
        if hosted:
            reporting = self._reporting(v, set()) - hosted
            return self._build(match, source, hosted - reporting, reporting, "clause")
        return None

    def _loose(self, c: int) -> set[int]:
        """Clauses joined by ", and" with a subject of their own, where no "that" holds them to the complement."""
        parse = self._parse
        if parse.has_child(c, "mark"):
            return set()
        loose: set[int] = set()
        for conj in parse.children_by(c, "conj"):
            first = parse.left[conj]
            joined = first >= 2 and parse.dep[first - 1] == "cc" and parse.text[first - 2] == ","
            if joined and parse.has_child(conj, "nsubj", "nsubjpass", "expl") and not parse.has_child(conj, "mark"):
                loose |= set(parse.subtree(conj)) | {first - 1, first - 2}
        return {t for t in loose if self._quoted[t] < 0}

    def _passive_clause(self, match: Match) -> Attribution | None:
        """ "It was announced by X that …"; without "by X" nobody is named and no attribution is made."""
        parse, v = self._parse, match.anchor
        agent = self._agent(v)
        inner = parse.children_by(v, "ccomp", "xcomp")
        if agent is None or not inner:
            return None
        content = set().union(*(set(parse.subtree(c)) for c in inner))
        return self._build(match, agent, content, self._reporting(v, content), "clause")

    def _frame_infinitive(self, match: Match) -> Attribution | None:
        """ "X vowed to …" """
        parse, v = self._parse, match.anchor
        if parse.pos[v] not in ("VERB", "AUX", "ADJ") or self._is_passive(v) or parse.dep[v] == "amod":
            return None
        inner = [
            c
            for c in parse.children_by(v, "xcomp", "ccomp", "advcl")
            if any(parse.lower[a] == "to" for a in parse.children_by(c, "aux"))
        ]
        source = self._subject(v)
        if not inner or source is None:
            return None
        content = set(parse.subtree(inner[0]))
        return self._build(match, source, content, self._reporting(v, content), "infinitive")

    def _frame_object(self, match: Match) -> Attribution | None:
        """ "X denied the charge", "X warned of more attacks", "X called the vote a farce" """
        parse, v = self._parse, match.anchor
        if parse.pos[v] != "VERB" or self._is_passive(v) or parse.dep[v] in ("amod", "pcomp"):
            return None
        source = self._subject(v)
        if source is None:
            return None
        objects = parse.children_by(v, "dobj", "oprd", "attr", "dative")
        objects += [p for p in parse.children_by(v, "prep") if parse.lower[p] in _OBJECT_PREPOSITIONS]
        objects += [c for c in parse.children_by(v, "xcomp", "ccomp") if not _tensed(parse, c)]
        if not objects:
            return None
        content = {t for o in (*objects, *parse.children_by(v, "xcomp", "ccomp")) for t in parse.subtree(o)}
        content -= self._comments(content)
        return self._build(match, source, content, self._reporting(v, content), "object")

    def _frame_colon(self, match: Match) -> Attribution | None:
        """ "He was blunt: “…”", and a speaker's name before a colon: "WALLACE: …" """
        parse, colon = self._parse, match.anchor
        first, end = parse.sents[parse.sent_of[colon]]
        after = colon + 1
        if after >= end or colon == first:
            return None
        head = parse.head[colon] if parse.head[colon] < colon else colon - 1
        if self._quoted[after] >= 0 and self._quoted[after] != self._quoted[colon]:
            verb = clause_verb(parse, head)
            source = self._subject(verb) if parse.pos[verb] in ("VERB", "AUX") and verb < colon else None
            content = {t for t in range(after, end) if self._quoted[t] >= 0}
        elif colon - first <= _LONGEST_TAG and all(parse.pos[t] in ("PROPN", "PUNCT") for t in range(first, colon)):
            source, content = colon - 1, set(range(after, end))
            if not self._has_predicate(content):
                return None
        else:
            return None
        if source is None:
            return None
        return self._build(match, source, content, set(range(first, after)) - content, "colon")

    def _frame_adjective(self, match: Match) -> Attribution | None:
        """ "X was critical of the plan", "X is confident that …" """
        parse, a = self._parse, match.anchor
        if parse.dep[a] not in ("acomp", "ccomp", "conj", "ROOT", "oprd") or parse.pos[a] not in ("ADJ", "VERB"):
            return None
        source = self._subject(a if parse.has_child(a, "nsubj", "nsubjpass") else clause_verb(parse, parse.head[a]))
        objects = parse.children_by(a, "prep", "ccomp", "xcomp", "pcomp", "advcl")
        if source is None or not objects:
            return None
        content = {t for o in objects for t in parse.subtree(o)}
        return self._build(match, source, content, self._reporting(a, content), "adjective")

    def _comments(self, content: set[int]) -> set[int]:
        """The writer's remark on what is told: "…, which is the mistake this cabinet always makes"."""
        parse = self._parse
        remarks = [c for c in content if parse.dep[c] == "relcl" and parse.left[c] > 0]
        return {
            t
            for c in remarks
            if parse.lower[parse.left[c]] == "which" and parse.text[parse.left[c] - 1] == ","
            for t in parse.subtree(c)
        }

    def _frame_passive(self, match: Match) -> Attribution | None:
        """ "Y was criticised by X", "Y was described by X as …" """
        parse, v = self._parse, match.anchor
        if parse.tag[v] != "VBN":
            return None
        agent = self._agent(v)
        if agent is None:
            return None
        clause = self._clauses[self._clause_of[v]]
        content = set(clause.tokens) | set(parse.subtree(v))
        return self._build(match, agent, content - set(parse.subtree(agent)), set(parse.subtree(agent)), "passive")

    def _frame_noun(self, match: Match) -> Attribution | None:
        """ "X's claim that …", "warnings by X of …", "X issued a warning that …" """
        parse, n = self._parse, match.anchor
        if parse.pos[n] not in ("NOUN", "PROPN"):
            return None
        inner = [c for c in parse.children_by(n, "acl", "ccomp", "relcl") if self._is_that_clause(c)]
        if not inner:
            return None
        content = set().union(*(set(parse.subtree(c)) for c in inner))
        source = self._noun_source(n)
        if source is None:
            return None
        reporting = set(parse.subtree(n)) - content
        return self._build(match, source, content, reporting | set(match.tokens), "noun")

    def _frame_according(self, match: Match) -> Attribution | None:
        """ "According to X, …", "…, as reported by X", "in the view of X" """
        parse = self._parse
        last = match.tokens[-1]
        source = next(iter(parse.children_by(last, "pobj", "pcomp")), None)
        if source is None:
            source = next((o for t in match.tokens for o in parse.children_by(t, "pobj", "pcomp") if o > last), None)
        if source is None:
            return None
        first, end = noun_phrase(parse, source)
        reporting = set(match.tokens) | set(range(first, end + 1))
        head = clause_verb(parse, parse.head[match.tokens[0]])
        sent_first, sent_end = parse.sents[parse.sent_of[head]]
        at_edge = min(reporting) <= sent_first + 1 or max(reporting) >= sent_end - 2
        content = set(range(sent_first, sent_end)) if at_edge and parse.head[head] == head else set(parse.subtree(head))
        return self._build(match, source, content - reporting, reporting, "according")

    # -- parts ----------------------------------------------------------------------------------------------------

    def _build(
        self, match: Match, source: int | None, content: set[int], reporting: set[int], frame: str, empty: bool = False
    ) -> Attribution:
        parse = self._parse
        return Attribution(
            rule=match.rule,
            cue=match.tokens,
            anchor=match.anchor,
            source=source,
            content=content,
            reporting=reporting,
            frame=frame,
            unsaid=self._is_negated(match.anchor) or self._is_to_come(match),
            empty=empty,
            quoted=any(self._quoted[t] >= 0 and not parse.is_punct(t) for t in content),
            holder=self._antecedent(source),
        )

    def _is_passive(self, v: int) -> bool:
        parse = self._parse
        if parse.has_child(v, "auxpass", "nsubjpass"):
            return True
        return parse.tag[v] == "VBN" and parse.dep[v] in ("acl", "amod") and not parse.has_child(v, "nsubj")

    def _agent(self, v: int) -> int | None:
        parse = self._parse
        for by in parse.children[v]:
            if parse.lower[by] == "by" and parse.dep[by] in ("agent", "prep"):
                return next(iter(parse.children_by(by, "pobj")), None)
        return None

    def _subject(self, v: int) -> int | None:
        parse = self._parse
        subject = subject_of(parse, v)
        if subject is None and parse.dep[v] in ("acl", "relcl"):
            subject = parse.head[v]
        if subject is None and parse.dep[v] == "advcl":
            subject = subject_of(parse, clause_verb(parse, parse.head[v]))
        if subject is None:
            return None
        if parse.dep[subject] in ("expl", "csubj", "csubjpass"):
            return None
        if parse.lower[subject] in ("which", "that") and parse.dep[v] == "relcl":
            subject = parse.head[v]
        if parse.lower[subject] in _NO_HOLDERS:
            return None
        subject = self._issuer(subject)
        return subject if parse.pos[subject] in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X") else None

    def _antecedent(self, source: int | None) -> int | None:
        """The noun that a relative pronoun stands for."""
        parse = self._parse
        if source is None or parse.lower[source] not in RELATIVES:
            return source
        verb = clause_verb(parse, parse.head[source])
        while parse.dep[verb] in ("conj", "xcomp", "ccomp") and parse.head[verb] != verb:
            verb = parse.head[verb]
        return parse.head[verb] if parse.dep[verb] == "relcl" else source

    def _issuer(self, subject: int) -> int:
        """ "The council issued a statement calling it a violation": the council speaks, not the paper."""
        parse = self._parse
        if parse.lemma[subject] in self._papers and parse.dep[subject] in ("dobj", "pobj"):
            verb = clause_verb(parse, parse.head[subject])
            if parse.pos[verb] == "VERB" and not self._is_passive(verb):
                issuer = subject_of(parse, verb)
                if issuer is not None:
                    return issuer
        return subject

    def _is_negated(self, v: int) -> bool:
        parse = self._parse
        return parse.has_child(v, "neg") or any(parse.lower[c] == "never" for c in parse.children[v])

    def _starts_with_interrogative(self, c: int) -> bool:
        parse = self._parse
        return any(parse.lower[t] in _INTERROGATIVES for t in range(parse.left[c], min(parse.left[c] + 2, c + 1)))

    def _is_adjunct(self, c: int) -> bool:
        """A ccomp that is really "as X did": parsers confuse them."""
        parse = self._parse
        return any(parse.lower[m] in ("as", "while", "although", "because") for m in parse.children_by(c, "mark"))

    def _is_that_clause(self, c: int) -> bool:
        parse = self._parse
        if parse.tag[c] in ("VBG", "VBN") and not parse.has_child(c, "nsubj", "nsubjpass"):
            return False
        return any(parse.lower[m] == "that" and parse.dep[m] == "mark" for m in parse.children[c]) or any(
            parse.lower[a] == "to" for a in parse.children_by(c, "aux")
        )

    def _noun_source(self, n: int) -> int | None:
        parse = self._parse
        for c in parse.children[n]:
            if parse.dep[c] == "poss":
                return c
            if parse.dep[c] in ("prep", "agent") and parse.lower[c] in ("by", "from"):
                return next(iter(parse.children_by(c, "pobj")), None)
        if parse.dep[n] in ("dobj", "pobj", "attr"):
            verb = clause_verb(parse, parse.head[n])
            if parse.pos[verb] == "VERB" and not self._is_passive(verb):
                return self._subject(verb)
            return self._agent(verb)
        return None

    def _reporting(self, v: int, content: set[int]) -> set[int]:
        """The tokens of the clause of `v` (and of its shared subject), without the content."""
        parse = self._parse
        tokens = set(self._clauses[self._clause_of[v]].tokens)
        own = subject_of(parse, v)
        same_sentence = own is not None and parse.sent_of[own] == parse.sent_of[v]
        if own is not None and same_sentence and (own in tokens or parse.dep[v] in ("xcomp", "pcomp")):
            tokens |= set(parse.subtree(own))
        for c in parse.children[v]:  # participles of the reporting clause go with it
            if self._is_participial(c):
                tokens |= set(self._clauses[self._clause_of[c]].tokens)
        return {t for t in tokens if t not in content}

    def _is_participial(self, c: int) -> bool:
        clause = self._clauses[self._clause_of[c]]
        return clause.head == c and clause.participial

    def _host(self, v: int) -> set[int]:
        """The content of a reporting clause without complement: the quotation beside it, or the sentence around it."""
        parse = self._parse
        first, end = parse.sents[parse.sent_of[v]]
        clause = self._reporting(v, set())
        clause |= {t for c in parse.children[v] if self._is_participial(c) for t in parse.subtree(c)}
        own = self._clause_of[v]
        clause |= {t for t in parse.subtree(v) if self._clause_of[t] == own and self._belongs_to_reporting(v, t)}
        rest = {t for t in range(first, end) if t not in clause}
        words = {t for t in rest if not parse.is_punct(t)}
        if not words:
            return set()
        quoted = {t for t in words if self._quoted[t] >= 0}
        if quoted and len(quoted) >= 3:
            return {t for t in rest if self._quoted[t] >= 0}
        if parse.dep[v] == "parataxis":
            host = self._clauses[self._clause_of[parse.head[v]]]
            return set(parse.subtree(host.head)) - clause if self._beside_comma(clause, first, end) else set()
        low, high = min(clause), max(t for t in clause if not parse.is_punct(t))
        if parse.head[v] == v or parse.dep[v] in ("advcl", "ccomp", "conj"):
            before = {t for t in words if t < low}
            if before and high >= end - 3 and self._comma_before(low) and self._has_predicate(before):
                return {t for t in rest if t < low}
        return set()

    def _belongs_to_reporting(self, v: int, t: int) -> bool:
        parse = self._parse
        while parse.head[t] != v:
            if parse.head[t] == t:
                return False
            t = parse.head[t]
        return parse.dep[t] in ("nsubj", "npadvmod", "advmod", "prep", "dative", "aux", "punct", "dobj", "prt")

    def _beside_comma(self, clause: set[int], first: int, end: int) -> bool:
        parse = self._parse
        low, high = min(clause), max(clause)
        return (
            (low > first and parse.text[low - 1] in ',—–-”"')
            or low == first
            or (high + 1 < end and parse.text[high + 1] in ",—–-")
            or parse.text[low] in ",—–-"
        )

    def _comma_before(self, low: int) -> bool:
        parse = self._parse
        return parse.text[low] in ',—–”"' or (low > 0 and parse.text[low - 1] in ",—–”\"''")

    def _has_predicate(self, tokens: Iterable[int]) -> bool:
        return any(self._parse.pos[t] in ("VERB", "AUX") for t in tokens)


def _tensed(parse: Parse, c: int) -> bool:
    """Whether a complement is a full clause ("that he left"), not an object of its own ("him to go", "him a quack")."""
    if parse.tag[c] == "VBG" or parse.pos[c] not in ("VERB", "AUX"):
        return False
    return not any(parse.lower[a] == "to" for a in parse.children_by(c, "aux"))
