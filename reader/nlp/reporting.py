"""The grammar of reporting: who speaks, which words report, and which words are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from reader.nlp.attribution import RELATIVES
from reader.nlp.clauses import Clause
from reader.nlp.parse import Parse
from reader.nlp.rules.conditions import clause_verb, subject_of

_INSIDE_PHRASE = frozenset({"appos", "compound", "prep", "pobj", "poss", "nmod", "amod", "conj", "case", "nummod"})
_LONGEST_ALONE = 12  # words of a reporting clause that is a sentence of its own
_INTERROGATIVES = frozenset({"if", "whether", "how", "why", "when", "where", "what", "who", "which"})
_NO_HOLDERS = frozenset(
    {"this", "that", "which", "these", "what", "there", "nothing", "something", "everything", "anyone", "nobody", "you"}
    | {"somebody", "someone", "anybody", "whoever"}
)


class ReportingGrammar:
    """Questions about one block that the frames ask. Tokens are given by index."""

    def __init__(
        self,
        parse: Parse,
        clauses: list[Clause],
        clause_of: list[int],
        quoted: list[int],
        lists: Mapping[str, frozenset[str]],
    ) -> None:
        """`quoted[i]`: the number of the quotation token `i` stands in, -1 outside. `lists`: words the rules name."""
        self._parse = parse
        self._clauses = clauses
        self._clause_of = clause_of
        self._quoted = quoted
        self._papers = lists["issued-papers"]
        self._causing = lists["causing-verbs"]
        self._subject_control = lists["subject-control-verbs"]

    def is_passive(self, v: int) -> bool:
        """Whether a verb is passive, reduced ("the statement issued") or full."""
        parse = self._parse
        if parse.has_child(v, "auxpass", "nsubjpass"):
            return True
        if parse.has_child(v, "nsubj"):
            return False
        if parse.dep[v] == "conj" and parse.lemma[v] == "tell" and not parse.has_child(v, "aux", "dobj", "dative"):
            return parse.has_child(parse.head[v], "auxpass")  # "was hauled in and told that …"
        return parse.tag[v] == "VBN" and parse.dep[v] in ("acl", "amod")

    def agent(self, v: int) -> int | None:
        """The noun behind "by" of a passive verb."""
        parse = self._parse
        for by in parse.children[v]:
            if parse.lower[by] == "by" and parse.dep[by] in ("agent", "prep"):
                return next(iter(parse.children_by(by, "pobj")), None)
        return None

    def subject(self, v: int) -> int | None:
        """The token that names who does what verb `v` says; None where nobody who could hold a view does."""
        parse = self._parse
        subject = self._controller(v)
        if subject is None:
            subject = subject_of(parse, v)
        if subject is None and parse.dep[v] in ("acl", "relcl"):
            subject = parse.head[v]
        if subject is None and parse.dep[v] == "advcl":
            subject = subject_of(parse, clause_verb(parse, parse.head[v]))
        if subject is None:
            subject = self._noun_before(v)
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

    def _controller(self, v: int) -> int | None:
        """The object that acts in an infinitive: "led her to declare", "asked the court to rule"."""
        parse = self._parse
        above = parse.head[v]
        if parse.dep[v] != "xcomp" or parse.lemma[above] in self._subject_control or parse.pos[above] != "VERB":
            return None
        if parse.has_child(v, "nsubj", "nsubjpass") or not self.is_infinitive(v):
            return None
        objects = [o for o in parse.children_by(above, "dobj", "dative") if above < o < v and parse.pos[o] != "ADP"]
        return objects[0] if objects else None

    def antecedent(self, source: int | None) -> int | None:
        """The noun that a relative pronoun stands for."""
        parse = self._parse
        if source is None or parse.lower[source] not in RELATIVES:
            return source
        verb = clause_verb(parse, parse.head[source])
        while parse.dep[verb] in ("conj", "xcomp", "ccomp") and parse.head[verb] != verb:
            verb = parse.head[verb]
        return self._person_behind(verb) if parse.dep[verb] == "relcl" else source

    def _person_behind(self, verb: int) -> int:
        """The noun that a relative clause tells of: for "who" a name before a thing ("Marsh, in a coat, who said")."""
        parse = self._parse
        noun = parse.head[verb]
        first = parse.left[verb]
        if parse.lower[first] not in ("who", "whom") or parse.text[first - 1] != ",":
            return noun
        above = noun
        while parse.dep[above] in ("pobj", "prep", "appos", "conj") and parse.head[above] != above:
            above = parse.head[above]
            if parse.ent[above] == "PERSON" and parse.pos[above] == "PROPN":
                return noun if parse.ent[noun] == "PERSON" else above
        return noun

    def _noun_before(self, v: int) -> int | None:
        """The noun phrase right before a tensed verb that the parser left without a subject."""
        parse = self._parse
        if parse.tag[v] not in ("VBD", "VBZ", "VBP") or parse.dep[v] not in ("ROOT", "ccomp", "parataxis"):
            return None
        first, _ = parse.sents[parse.sent_of[v]]
        noun = v - 1
        while noun > first and (parse.is_punct(noun) or parse.pos[noun] in ("ADV", "AUX")):
            noun -= 1
        closed = parse.text[v - 1] == ","
        while first <= parse.head[noun] < noun:
            relative = next((a for a in parse.ancestors(noun) if parse.dep[a] == "relcl"), None)
            if relative is not None and first <= parse.head[relative] < relative:
                noun = parse.head[relative]  # "a guard who asked for silence said"
            elif parse.dep[noun] in _INSIDE_PHRASE and (closed or parse.dep[noun] != "appos"):
                noun = parse.head[noun]
            else:
                break
        return noun if noun >= first and parse.pos[noun] in ("NOUN", "PROPN", "PRON") else None

    def _issuer(self, subject: int) -> int:
        """ "The council issued a statement calling it a violation": the council speaks, not the paper."""
        parse = self._parse
        if parse.lemma[subject] in self._papers and parse.dep[subject] in ("dobj", "pobj"):
            verb = clause_verb(parse, parse.head[subject])
            if parse.pos[verb] == "VERB" and not self.is_passive(verb):
                issuer = subject_of(parse, verb)
                if issuer is not None:
                    return issuer
        return subject

    def is_negated(self, v: int) -> bool:
        """Whether a verb has "not" or "never"."""
        parse = self._parse
        return parse.has_child(v, "neg") or any(parse.lower[c] == "never" for c in parse.children[v])

    def is_purpose(self, v: int) -> bool:
        """Whether a verb tells what something is done for: "they left to support their families"."""
        return self._parse.dep[v] == "advcl" and self.is_infinitive(v)

    def is_infinitive(self, v: int) -> bool:
        """Whether a verb stands with "to"."""
        return any(self._parse.lower[a] == "to" for a in self._parse.children_by(v, "aux"))

    def is_for_to(self, c: int) -> bool:
        """Whether a clause is what somebody calls for: "for the bases to be hit"."""
        parse = self._parse
        return any(parse.lower[m] == "for" for m in parse.children_by(c, "mark"))

    def starts_with_interrogative(self, c: int) -> bool:
        """Whether a complement begins with "whether", "how" and the like."""
        parse = self._parse
        return any(parse.lower[t] in _INTERROGATIVES for t in range(parse.left[c], min(parse.left[c] + 2, c + 1)))

    def is_adjunct(self, c: int) -> bool:
        """A ccomp that is really "as X did": parsers confuse them."""
        parse = self._parse
        return any(parse.lower[m] in ("as", "while", "although", "because") for m in parse.children_by(c, "mark"))

    def is_that_clause(self, c: int) -> bool:
        """Whether a clause behind a noun says what it holds ("the claim that …", "the promise to …")."""
        parse = self._parse
        if parse.tag[c] in ("VBG", "VBN") and not parse.has_child(c, "nsubj", "nsubjpass"):
            return False
        return any(parse.lower[m] == "that" and parse.dep[m] == "mark" for m in parse.children[c]) or any(
            parse.lower[a] == "to" for a in parse.children_by(c, "aux")
        )

    def noun_source(self, n: int) -> int | None:
        """Whose claim it is: "X's claim", "a claim by X", "X made the claim"."""
        parse = self._parse
        for c in parse.children[n]:
            if parse.dep[c] == "poss":
                return c
            if parse.dep[c] in ("prep", "agent") and parse.lower[c] in ("by", "from"):
                return next(iter(parse.children_by(c, "pobj")), None)
        if parse.dep[n] in ("dobj", "pobj", "attr"):
            verb = clause_verb(parse, parse.head[n])
            if parse.lemma[verb] in self._causing:
                return None
            if parse.pos[verb] == "VERB" and not self.is_passive(verb):
                return self.subject(verb)
            return self.agent(verb)
        return None

    def reporting(self, v: int, content: set[int]) -> set[int]:
        """The tokens of the clause of `v` (and of its shared subject), without the content."""
        parse = self._parse
        tokens = set(self._clauses[self._clause_of[v]].tokens)
        own = subject_of(parse, v)
        if parse.dep[v] == "acl" and parse.lemma[parse.head[v]] in self._papers:  # "issued a statement saying …"
            tokens |= set(self._clauses[self._clause_of[parse.head[v]]].tokens)
        same_sentence = own is not None and parse.sent_of[own] == parse.sent_of[v]
        if own is not None and same_sentence and (own in tokens or parse.dep[v] in ("xcomp", "pcomp")):
            tokens |= set(parse.subtree(own))
        for c in parse.children[v]:  # participles of the reporting clause go with it
            if self._is_participial(c):
                tokens |= set(self._clauses[self._clause_of[c]].tokens)
        return {t for t in tokens if t not in content}

    def _is_participial(self, c: int) -> bool:
        clause = self._clauses[self._clause_of[c]]
        said = self._quoted[c] >= 0 or self._parse.tag[c] not in ("VBG", "VBN")
        return clause.head == c and clause.participial and not said

    def host(self, v: int) -> set[int]:
        """The content of a reporting clause without complement: the quotation beside it, or the sentence around it."""
        parse = self._parse
        first, end = parse.sents[parse.sent_of[v]]
        clause = self.reporting(v, set())
        clause |= {t for c in parse.children[v] if self._is_participial(c) for t in parse.subtree(c)}
        own = self._clause_of[v]
        clause |= {t for t in parse.subtree(v) if self._clause_of[t] == own and self._belongs_to_reporting(v, t)}
        rest = {t for t in range(first, end) if t not in clause}
        words = {t for t in rest if not parse.is_punct(t)}
        quoted = {t for t in words if self._quoted[t] >= 0}
        if len(quoted) >= 3:
            return {t for t in rest if self._quoted[t] >= 0}
        if parse.dep[v] == "parataxis":
            host = self._clauses[self._clause_of[parse.head[v]]]
            return set(parse.subtree(host.head)) - clause if self._beside_comma(clause, first, end) else set()
        around = self._interrupted(v) or self._led_in(v)
        if around:
            return around
        subject = subject_of(parse, v)
        low = min([v, *(parse.subtree(subject) if subject is not None else ())])
        high = max(t for t in clause if not parse.is_punct(t))
        if parse.head[v] == v or parse.dep[v] in ("advcl", "ccomp", "conj"):
            before = {t for t in range(first, low) if not parse.is_punct(t)}
            if before and high >= end - 3 and self._comma_before(low) and self.has_predicate(before):
                return set(range(first, low))
        return set()

    def _interrupted(self, v: int) -> set[int]:
        """The two parts of a clause round the one that reports: "These clerks, he explained, were paid well"."""
        parse = self._parse
        subjects = parse.children_by(v, "nsubj")
        rest = [
            c
            for c in parse.children_by(v, "conj", "ccomp", "acl")
            if c > v and parse.left[c] > v and parse.text[parse.left[c] - 1] == "," and not parse.has_child(c, "nsubj")
        ]
        if not subjects or not rest or parse.has_child(v, "cc"):
            return set()
        lead = [c for c in parse.children_by(v, "npadvmod", "dep", "dobj", "nsubj") if c < subjects[-1]]
        if not lead or parse.text[parse.left[subjects[-1]] - 1] != ",":
            return set()
        return {t for c in (lead[0], rest[0]) for t in parse.subtree(c)}

    def _led_in(self, v: int) -> set[int]:
        """The clause that "as X noted, …" leads into or interrupts."""
        parse = self._parse
        if parse.dep[v] != "advcl" or parse.lower[parse.left[v]] not in ("as", "so"):
            return set()
        if parse.has_child(v, "dobj", "prep", "acomp", "attr"):
            return set()  # "as she spoke to reporters": a time
        first, end = parse.sents[parse.sent_of[v]]
        low, high = parse.left[v], parse.right[v] - parse.is_punct(parse.right[v])
        opens = low == first or parse.text[low - 1] in ",(—–-" or (low == first + 1 and parse.dep[first] == "cc")
        if not opens or high + 1 >= end or not parse.is_punct(high + 1):
            return set()
        return set(parse.subtree(parse.head[v])) - set(parse.subtree(v))

    def strayed(self, v: int) -> list[int]:
        """A that-clause of `v` that the parser hung to a noun between: "said in a message that the truck was armed"."""
        parse = self._parse
        return [
            c
            for c in range(v + 1, parse.right[v] + 1)
            if parse.dep[c] in ("relcl", "acl", "advcl", "ccomp")
            and any(parse.lower[m] == "that" and parse.dep[m] == "mark" for m in parse.children[c])
            and parse.head[c] != v
            and parse.pos[parse.head[c]] in ("NOUN", "PROPN")
            and self._clause_of[parse.head[c]] == self._clause_of[v]
        ]

    def introduces(self, v: int) -> bool:
        """Whether the block ends with this clause and a colon or comma: what is told stands in the next block."""
        parse = self._parse
        last = len(parse) - 1
        while last > v and parse.pos[last] == "SPACE":
            last -= 1
        return parse.sent_of[v] == parse.sent_of[last] and parse.text[last] in (":", ",")

    def stands_alone(self, v: int, reporting: Collection[int]) -> bool:
        """Whether the sentence is nothing but its reporting clause ("Graham asked."): what is told stands beside it."""
        parse = self._parse
        first, end = parse.sents[parse.sent_of[v]]
        words = [t for t in range(first, end) if not parse.is_punct(t)]
        return parse.has_child(v, "nsubj") and len(words) <= _LONGEST_ALONE and set(words) <= set(reporting)

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

    def has_predicate(self, tokens: Iterable[int]) -> bool:
        """Whether there is a verb among these tokens."""
        return any(self._parse.pos[t] in ("VERB", "AUX") for t in tokens)

    def loose(self, c: int) -> set[int]:
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

    def told_beside(self, c: int) -> set[int]:
        """Tensed clauses with subjects of their own that the parser joined to an infinitive: nobody wants them."""
        parse = self._parse
        beside: set[int] = set()
        for t in parse.subtree(c):
            own = parse.dep[t] == "conj" and parse.has_child(t, "nsubj", "nsubjpass", "expl")
            if own and t > c and self._clauses[self._clause_of[t]].finite and self._quoted[t] < 0:
                first = parse.left[t]
                beside |= set(parse.subtree(t))
                beside |= {first - 1} if parse.dep[first - 1] == "cc" else set()
        return beside

    def comments(self, content: set[int]) -> set[int]:
        """The writer's remark on what is told: "…, which is the mistake this cabinet always makes"."""
        parse = self._parse
        remarks = [c for c in content if parse.dep[c] == "relcl" and parse.left[c] > 0]
        return {
            t
            for c in remarks
            if parse.lower[parse.left[c]] == "which" and parse.text[parse.left[c] - 1] == ","
            for t in parse.subtree(c)
        }
