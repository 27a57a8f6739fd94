"""What an article's text presents, and on whose say-so: spans with categories, sources and reasons.

All offsets are code points of `Article.text`, end exclusive. The same data as JSON is described by
`resources/analysis.schema.json`; `to_dict` and `from_dict` are the only two places that know both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reader.domain.article import Article, Block, BlockKind

Offsets = tuple[int, int]
Form = Literal["direct", "indirect", "mixed"]
Certainty = Literal["certain", "probable", "possible", "denied"]
SourceKind = Literal["official", "expert", "witness", "person", "media", "document", "unnamed", "writer"]

#: Stands for a category: that of what bears no colour.
UNMARKED = "unmarked"

#: Numbers from 0 to 1, decided at 0.5.
AXES = ("attributed", "speech", "official", "speculative", "uncertain", "opinion", "writer_opinion")


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it.

    start, end: where the words that name the source stand (possibly in another sentence than the span);
    None for the writer. text: these words, "" for the writer. name: the name a pronoun or description stands for,
    else the text. kind: see the codebook; subkind: for officials only, else "". chain: the outer sources of a nested
    one, outermost first, without this source itself.
    """

    start: int | None = None
    end: int | None = None
    text: str = ""
    name: str = ""
    kind: SourceKind = "writer"
    subkind: str = ""
    chain: tuple[Source, ...] = ()


WRITER = Source()


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The category that came second, the rule that spoke for it ("" if none), and why it lost."""

    category: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule that fired in a span: its id, its weight (log-odds) on an axis, and the words it rests on."""

    rule: str
    axis: str
    weight: float
    why: str
    cue: Offsets | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A clause, or a run of clauses, with one label and one source, inside one sentence (codebook).

    category, content: ids of `resources/categories.toml`; content is the category if no official had said it.
    cues: the exact words that decided, empty where none did. rule, why: the deciding rule's id and sentence.
    confidence: 0 to 1. shown: "clear", "fair" or "unsure", the word the screen uses for it.
    mentions: every place inside the span where one of its holders is named ("the minister … he … he").
    firings: every rule that spoke, for the evidence card.
    """

    id: str
    start: int
    end: int
    category: str
    content: str
    axes: dict[str, float]
    source: Source
    form: Form | None
    certainty: Certainty
    cues: tuple[Offsets, ...]
    rule: str
    why: str
    confidence: float
    shown: str
    runner_up: RunnerUp | None
    mentions: tuple[Offsets, ...] = ()
    firings: tuple[Firing, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question, which bears no colour (codebook), but may be put in somebody's mouth, or judge as it asks.

    axes: what its words say, as for a span. sources: who is named in it as the holder of something.
    """

    start: int
    end: int
    axes: dict[str, float]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an analysis can be reproduced from. Hashes are SHA-256, in hexadecimal."""

    program: str
    extractor: str
    spacy: str
    model: str
    model_version: str
    rules: str
    file_sha256: str
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """The spans of one article, in order and not overlapping, and the stamp of how they came about.

    notice: "" or one sentence for the user: why there are no colours, or which rules were left out.
    questions: in order; one may hold the span of the clause that asks it.
    sentences: of the blocks that were read for claims, in order; every span lies inside one.
    """

    spans: tuple[Span, ...]
    stamp: Stamp
    notice: str = ""
    questions: tuple[Question, ...] = ()
    sentences: tuple[Offsets, ...] = ()


def _source_to_dict(source: Source) -> dict[str, Any]:
    return {
        "start": source.start,
        "end": source.end,
        "text": source.text,
        "name": source.name,
        "kind": source.kind,
        "subkind": source.subkind,
        "chain": [_source_to_dict(s) for s in source.chain],
    }


def _source_from_dict(data: dict[str, Any]) -> Source:
    return Source(**{**data, "chain": tuple(_source_from_dict(s) for s in data["chain"])})


def span_to_dict(span: Span) -> dict[str, Any]:
    """One span in the shape of `resources/analysis.schema.json`."""
    return {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "category": span.category,
        "content": span.content,
        "axes": {axis: span.axes[axis] for axis in AXES},
        "source": _source_to_dict(span.source),
        "form": span.form,
        "certainty": span.certainty,
        "cues": [list(cue) for cue in span.cues],
        "rule": span.rule,
        "why": span.why,
        "confidence": span.confidence,
        "shown": span.shown,
        "runner_up": None
        if span.runner_up is None
        else {"category": span.runner_up.category, "rule": span.runner_up.rule, "why": span.runner_up.why},
        "mentions": [list(place) for place in span.mentions],
        "firings": [
            {"rule": f.rule, "axis": f.axis, "weight": f.weight, "why": f.why, "cue": list(f.cue) if f.cue else None}
            for f in span.firings
        ],
    }


def span_from_dict(data: dict[str, Any]) -> Span:
    """The inverse of `span_to_dict`. Raises KeyError or TypeError where the data are of another shape."""
    runner_up = data["runner_up"]
    return Span(
        **{
            **data,
            "source": _source_from_dict(data["source"]),
            "cues": tuple((s, e) for s, e in data["cues"]),
            "mentions": tuple((s, e) for s, e in data["mentions"]),
            "runner_up": None if runner_up is None else RunnerUp(**runner_up),
            "firings": tuple(Firing(**{**f, "cue": tuple(f["cue"]) if f["cue"] else None}) for f in data["firings"]),
        }
    )


def to_dict(article: Article, analysis: Analysis) -> dict[str, Any]:
    """The article and its analysis in the shape of `resources/analysis.schema.json`."""
    stamp = analysis.stamp
    return {
        "text": article.text,
        "title": article.title,
        "blocks": [
            {"id": b.id, "kind": b.kind.value, "start": b.start, "end": b.end, "shown": b.shown, "reason": b.reason}
            for b in article.blocks
        ],
        "spans": [span_to_dict(s) for s in analysis.spans],
        "questions": [
            {
                "start": q.start,
                "end": q.end,
                "axes": {axis: q.axes[axis] for axis in AXES},
                "sources": [_source_to_dict(s) for s in q.sources],
            }
            for q in analysis.questions
        ],
        "sentences": [list(sentence) for sentence in analysis.sentences],
        "stamp": {name: getattr(stamp, name) for name in Stamp.__slots__},
        "cut_off": article.cut_off,
        "notice": analysis.notice,
    }


def from_dict(data: dict[str, Any]) -> tuple[Article, Analysis]:
    """The inverse of `to_dict`, as far as the JSON goes (the file's metadata are not in it)."""
    blocks = tuple(
        Block(b["id"], BlockKind(b["kind"]), b["start"], b["end"], b["shown"], b["reason"]) for b in data["blocks"]
    )
    stamp = Stamp(**data["stamp"])
    article = Article(
        data["text"], blocks, cut_off=data["cut_off"], file_sha256=stamp.file_sha256, extractor=stamp.extractor
    )
    questions = tuple(
        Question(q["start"], q["end"], q["axes"], tuple(_source_from_dict(s) for s in q["sources"]))
        for q in data["questions"]
    )
    sentences = tuple((start, end) for start, end in data["sentences"])
    spans = tuple(span_from_dict(s) for s in data["spans"])
    return article, Analysis(spans, stamp, data["notice"], questions, sentences)
