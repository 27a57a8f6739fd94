"""The rules, and what they say of a sentence, as plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from reader import categories
from reader.cli.terminal import tag
from reader.domain.analysis import Analysis, Firing, Span
from reader.domain.article import Article
from reader.services.rules import RuleInfo


def as_json(infos: Sequence[RuleInfo]) -> str:
    """A list of objects, one a rule; in ASCII, so that every pipe can carry it."""
    return json.dumps([asdict(info) for info in infos], indent=1)


def text(infos: Sequence[RuleInfo]) -> str:
    """Two or three lines a rule."""
    return "\n".join(line for info in infos for line in _rule(info)) + f"\n{len(infos)} rules"


def verdict(infos: Sequence[RuleInfo], failing: int) -> str:
    """How many rules were tested, and with what result."""
    size = f"{len(infos):,} rules, {sum(info.tests for info in infos):,} tests"
    return f"{size}: {failing} do not hold" if failing else f"{size}: all hold"


def explanation(article: Article, analysis: Analysis) -> str:
    """What each span of a sentence is, why, and what came second."""
    if not analysis.spans:
        return analysis.notice or "Unmarked: no claim is found here."
    return "\n\n".join("\n".join(_span(article, span)) for span in analysis.spans)


def _rule(info: RuleInfo) -> Iterator[str]:
    marks = "".join(f", {word}" for word, on in (("your own", info.own), ("switched off", info.off)) if on)
    yield f"{info.id}  ({info.table}{marks}; {info.file}, line {info.line}; {info.tests} tests)"
    effects = [f"{axis} {weight:+g}" for axis, weight in info.axes.items()]
    effects += [f"{name} {_plain(value)}" for name, value in info.does.items()]
    if effects:
        yield f"    {', '.join(effects)}"
    yield f"    {info.why}"


def _plain(value: object) -> str:
    return "/".join(value) if isinstance(value, tuple) else f"{value}"


def _span(article: Article, span: Span) -> Iterator[str]:
    yield f"[{tag(span)}] {article.text[span.start : span.end]}"
    title = categories.load()[span.category].title
    yield f"    {title}, confidence {span.confidence:.2f} ({span.shown}), {span.certainty}"
    if span.source.text:
        who = f"“{span.source.text}”, {span.source.kind}" + (f" ({span.source.subkind})" if span.source.subkind else "")
        stands_for = f", stands for “{span.source.name}”" if span.source.name not in ("", span.source.text) else ""
        yield f"    source: {who}{stands_for}"
    yield f"    decided by: {span.rule or 'no rule'}: {span.why}"
    for firing in span.firings:
        yield f"    {_firing(article, firing)}"
    if span.runner_up is not None:
        second = span.runner_up
        rule = f" ({second.rule})" if second.rule else ""
        yield f"    second: {categories.load()[second.category].title}{rule}: {second.why}"


def _firing(article: Article, firing: Firing) -> str:
    cue = f" on “{article.text[firing.cue[0] : firing.cue[1]]}”" if firing.cue else ""
    return f"{firing.axis} {firing.weight:+.1f}  {firing.rule}{cue}: {firing.why}"
