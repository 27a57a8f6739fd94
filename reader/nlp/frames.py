"""Finding attributions: the grammatical frames in which a cue links a source to a content.

Each `_frame_…` method reads one frame around a cue; which frames a cue may stand in is data (`attribution.toml`).
"""

from __future__ import annotations

from reader.nlp.attribution import RELATIVES, Attribution
from reader.nlp.clauses import Clause
from reader.nlp.parse import Parse
from reader.nlp.reporting import ReportingGrammar
from reader.nlp.rules.conditions import clause_verb
from reader.nlp.rules.ruleset import Match, RuleSet
from reader.nlp.sources import noun_phrase

_OBJECT_PREPOSITIONS = frozenset(
    {"for", "of", "on", "upon", "against", "with", "about", "over", "as", "from", "to", "by", "at", "in", "behind"}
)
_MODALS = frozenset({"will", "would", "may", "might", "could", "can", "should", "'ll", "wo"})
_FEWEST_QUOTED = 3  # words in quotation marks that are more than a quoted word
_LONGEST_TAG = 4  # words of a speaker's name before a colon


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
        self._order = rules.attribution_order
        self._masked = masked
        self._media = rules.lists["written-media"]
        self._prospects = rules.lists["prospects"]
        self._grammar = ReportingGrammar(parse, clauses, clause_of, quoted, rules.lists)

    def find(self) -> list[Attribution]:
        """All attributions, in text order of their cues."""
        parse = self._parse
        found: list[Attribution] = []
        taken: set[int] = set()
        matches = [m for i in range(len(parse)) for m in self._index.find(parse, i)]
        # Longer cues first, so that "according to" is not read as "accord"; then in the order of the rule files.
        for match in sorted(matches, key=lambda m: (-len(m.tokens), m.anchor, self._order[m.rule])):
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
        if match.rule.manner not in ("speech", "writing", "claim") or parse.pos[v] != "VERB" or parse.tag[v] != "VB":
            return False
        if self._quoted[v] >= 0:
            return False
        head = parse.head[v]
        if parse.dep[v] in ("xcomp", "ccomp", "advcl") and parse.lemma[head] in self._prospects:
            return True
        if parse.dep[v] == "advcl" and any(parse.lower[a] == "to" for a in parse.children_by(v, "aux")):
            return True  # a purpose: "to appeal to a new generation"
        return any(parse.lower[a] in _MODALS for a in parse.children_by(v, "aux"))

    def _frame_quotation(self, match: Match) -> Attribution | None:
        """ "“…,” he went on": verbs that report only where there are quotation marks."""
        built = self._frame_clause(match)
        if built is None or not built.quoted:
            return None
        built.frame = "quotation"
        return built

    # -- frames ---------------------------------------------------------------------------------------------------

    def _frame_clause(self, match: Match) -> Attribution | None:
        """ "X said that …", "…, X said", "“…,” said X", "…, said X, …" """
        parse, v = self._parse, match.anchor
        if parse.pos[v] not in ("VERB", "AUX") or parse.dep[v] in ("amod", "compound"):
            return None
        if parse.tag[v] in ("VBN", "VBD") and self._grammar.is_passive(v):
            return self._passive_clause(match)
        source = self._grammar.subject(v)
        inner = [c for c in parse.children_by(v, "ccomp") if not self._grammar.is_adjunct(c)]
        if not inner and match.rule.manner in ("speech", "writing", "claim"):
            inner = self._grammar.strayed(v) or self._bare_complements(v)
        after = [c for c in inner if c > v]
        led = [t for c in inner if c < v for t in parse.subtree(c) if self._quoted[t] >= 0 and not parse.is_punct(t)]
        if after and len(led) < _FEWEST_QUOTED:
            inner = after  # "Two rockets were shot down, the governor said Russia fired them": the first is told flatly
        if inner:
            content = set().union(*(set(parse.subtree(c)) - self._grammar.loose(c) for c in inner))
            reporting = self._grammar.reporting(v, content)
            empty = self._grammar.is_negated(v) and any(self._grammar.starts_with_interrogative(c) for c in inner)
            return self._build(match, source, content - reporting, reporting, "clause", empty)
        if source is None:
            return None
        hosted = self._grammar.host(v)
        reporting = self._grammar.reporting(v, set())
        if hosted:
            return self._build(match, source, hosted - reporting, reporting - hosted, "clause")
        spoken = match.rule.manner in ("speech", "writing")
        if self._grammar.introduces(v) or (spoken and self._grammar.stands_alone(v, reporting)):
            return self._build(match, source, set(match.tokens), reporting - set(match.tokens), "clause")
        return None

    def _bare_complements(self, v: int) -> list[int]:
        """What parsers take for an open complement: "which they say left a vacuum", "“Own your magic,” she said"."""
        parse = self._parse
        return [
            c
            for c in parse.children_by(v, "xcomp")
            if parse.pos[c] in ("VERB", "AUX") and not self._grammar.is_infinitive(c)
        ]

    def _passive_clause(self, match: Match) -> Attribution | None:
        """ "It was announced by X that …"; without "by X" nobody is named and no attribution is made."""
        parse, v = self._parse, match.anchor
        agent = self._grammar.agent(v)
        inner = parse.children_by(v, "ccomp", "xcomp")
        if agent is None or not inner:
            return None
        content = set().union(*(set(parse.subtree(c)) for c in inner))
        return self._build(match, agent, content, self._grammar.reporting(v, content), "clause")

    def _frame_infinitive(self, match: Match) -> Attribution | None:
        """ "X vowed to …" """
        parse, v = self._parse, match.anchor
        if parse.pos[v] not in ("VERB", "AUX", "ADJ") or self._grammar.is_passive(v) or parse.dep[v] == "amod":
            return None
        inner = [c for c in parse.children_by(v, "xcomp", "ccomp", "advcl") if self._grammar.is_infinitive(c)]
        source = self._grammar.subject(v)
        if not inner or source is None:
            return None
        content = set(parse.subtree(inner[0])) - self._grammar.told_beside(inner[0])
        return self._build(match, source, content, self._grammar.reporting(v, content), "infinitive")

    def _frame_object(self, match: Match) -> Attribution | None:
        """ "X denied the charge", "X warned of more attacks", "X called the vote a farce" """
        parse, v = self._parse, match.anchor
        if parse.pos[v] != "VERB" or self._grammar.is_passive(v) or parse.dep[v] == "amod":
            return None
        if parse.dep[v] == "pcomp" and not parse.has_child(v, "nsubj"):
            return None
        source = self._grammar.subject(v)
        if source is None or self._grammar.is_purpose(v):
            return None
        objects = parse.children_by(v, "dobj", "oprd", "attr", "dative")
        objects += [p for p in parse.children_by(v, "prep") if parse.lower[p] in _OBJECT_PREPOSITIONS]
        objects += [c for c in parse.children_by(v, "xcomp", "ccomp") if not _tensed(parse, c)]
        objects += [c for c in parse.children_by(v, "advcl") if self._grammar.is_for_to(c)]
        if not objects and parse.dep[v] == "relcl" and source != parse.head[v] and parse.lower[source] not in RELATIVES:
            objects = [parse.head[v]]  # "an arrangement the campaign has criticized"
            content = set(parse.subtree(parse.head[v])) - set(parse.subtree(source))
            return self._build(match, source, content, self._grammar.reporting(v, content), "object")
        if not objects:
            return None
        content = {t for o in (*objects, *parse.children_by(v, "xcomp", "ccomp")) for t in parse.subtree(o)}
        content -= self._grammar.comments(content)
        return self._build(match, source, content, self._grammar.reporting(v, content), "object")

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
            source = self._grammar.subject(verb) if parse.pos[verb] in ("VERB", "AUX") and verb < colon else None
            content = {t for t in range(after, end) if self._quoted[t] >= 0}
        elif colon - first <= _LONGEST_TAG and all(parse.pos[t] in ("PROPN", "PUNCT") for t in range(first, colon)):
            source, content = colon - 1, set(range(after, end))
            if not self._grammar.has_predicate(content):
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
        source = self._grammar.subject(
            a if parse.has_child(a, "nsubj", "nsubjpass") else clause_verb(parse, parse.head[a])
        )
        objects = parse.children_by(a, "prep", "agent", "ccomp", "xcomp", "pcomp", "advcl")
        if source is None or not objects:
            return None
        content = {t for o in objects for t in parse.subtree(o)}
        return self._build(match, source, content, self._grammar.reporting(a, content), "adjective")

    def _frame_passive(self, match: Match) -> Attribution | None:
        """ "Y was criticised by X", "Y was described by X as …" """
        parse, v = self._parse, match.anchor
        if parse.tag[v] != "VBN":
            return None
        agent = self._grammar.agent(v)
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
        inner = [c for c in parse.children_by(n, "acl", "ccomp", "relcl") if self._grammar.is_that_clause(c)]
        if not inner:
            return None
        content = set().union(*(set(parse.subtree(c)) for c in inner))
        source = self._grammar.noun_source(n)
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
        return self._by_side(match, source, match.tokens[0], "according")

    def _frame_viewpoint(self, match: Match) -> Attribution | None:
        """ "In X's view, …" """
        parse = self._parse
        owner = next(iter(parse.children_by(match.anchor, "poss")), None)
        return None if owner is None else self._by_side(match, owner, match.tokens[0], "viewpoint")

    def _by_side(self, match: Match, source: int, adjunct: int, frame: str) -> Attribution:
        """The attribution of an adjunct beside what it gives as somebody's word. `adjunct`: the token that heads it."""
        parse = self._parse
        first, end = noun_phrase(parse, source)
        reporting = set(match.tokens) | set(range(first, end + 1))
        head = clause_verb(parse, parse.head[adjunct])
        while head in match.tokens and parse.head[head] != head:  # "As reported by X, …"
            head = clause_verb(parse, parse.head[head])
        sent_first, sent_end = parse.sents[parse.sent_of[head]]
        at_edge = min(reporting) <= sent_first + 1 or max(reporting) >= sent_end - 2
        content = set(range(sent_first, sent_end)) if at_edge and parse.head[head] == head else set(parse.subtree(head))
        return self._build(match, source, content - reporting, reporting, frame)

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
            written=any(self._parse.lemma[t] in self._media for t in reporting),
            unsaid=self._grammar.is_negated(match.anchor) or self._is_to_come(match),
            empty=empty,
            quoted=any(self._quoted[t] >= 0 and not parse.is_punct(t) for t in content),
            holder=self._grammar.antecedent(source),
        )


def _tensed(parse: Parse, c: int) -> bool:
    """Whether a complement is a full clause ("that he left"), not an object of its own ("him to go", "him a quack")."""
    if parse.tag[c] == "VBG" or parse.pos[c] not in ("VERB", "AUX"):
        return False
    return not any(parse.lower[a] == "to" for a in parse.children_by(c, "aux"))
