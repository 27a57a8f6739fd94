"""The paragraph on a coding sample that can be copied into a paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from reader import categories
from reader.categories import in_words
from reader.domain.sampling import CategoryAgreement, Interval, Sample
from reader.services.agreement import MACHINE
from reader.services.evaluation.measures import DRAWS

#: With fewer sentences or articles than this, or fewer sentences that have a category, a figure says little.
_FEW_SENTENCES, _FEW_ARTICLES, _FEW_MARKED = 100, 40, 10
_FILTERS = {
    "outlet": "of the outlet {}",
    "tag": "with the tag {}",
    "since": "published in {} or later",
    "until": "published in {} or before",
    "language": "in the language “{}”",
}


def paragraph(sample: Sample, articles: int, rows: Sequence[CategoryAgreement], between: Mapping[str, Interval]) -> str:
    """What was drawn, from what, who coded it and how far they agree, with what must be known to judge it.

    articles: how many the sample's sentences are from. Paragraphs are parted by blank lines.
    """
    parts = [_drawn(sample, articles), _coded(sample), _machine(sample)]
    if rows:
        parts += [_how(sample), *_figures(rows, between), *_caution(sample, articles, rows)]
    return "\n\n".join(parts)


def _drawn(sample: Sample, articles: int) -> str:
    frame = sample.frame
    filters = [words.format(frame[name]) for name, words in _FILTERS.items() if name in frame]
    of_those = f" ({', '.join(filters)})" if filters else ""
    text = (
        f"The sample “{sample.name}” is a simple random sample of {frame['drawn']} sentences, drawn with "
        f"{frame['program']} on {sample.created[:10]} (seed {sample.seed}) from the {frame['sentences']} sentences "
        f"in the running text of {_many(int(frame['articles']), 'article')} of a library{of_those}. "
        f"They are from {_many(articles, 'article')}."
    )
    if (without := int(frame["articles_without_sentences"])) > 0:
        text += f" {_many(without, 'more article')} could not be drawn from, as Sayso had found no sentences there."
    if sample.size < int(frame["drawn"]):
        text += f" {sample.size} sentences are left, as articles were erased since."
    return text


def _coded(sample: Sample) -> str:
    titles = ", ".join(category.title.lower() for category in categories.load().by_order)
    if not sample.coders:
        return "Nobody has coded it yet."
    who = ", ".join(f"{coder} ({_many(count, 'sentence')})" for coder, count in sample.coders.items())
    return (
        f"It was coded by {_many(len(sample.coders), 'coder')}: {who}. Coders gave each sentence any of the four "
        f"categories {titles}, or none (“unmarked”: it makes no claim). They coded blind: Sayso showed them the "
        "sentence and up to two sentences on either side, without colours and without the labels of the machine or of "
        "other coders. Whether a coder had seen an article in colours before is not recorded."
    )


def _machine(sample: Sample) -> str:
    stamp = sample.stamp
    text = (
        f"The machine's labels were made by {stamp['program']} with rule set {stamp['rules']}, language model "
        f"{stamp['model']} {stamp['model_version']} (spaCy {stamp['spacy']}) and the text extractor "
        f"{stamp['extractor']}, and are those that the articles had when the sample was drawn."
    )
    if any("; " in value for name, value in stamp.items() if name != "extractor"):
        text += " Not all articles were analysed by the same version: where several are named, each made some labels."
    return text


def _how(sample: Sample) -> str:
    return (
        "Each category is judged on its own, sentence by sentence: given or not given. Precision is the share of the "
        "sentences the machine (or the second coder) gave a category that the coder gave it too, recall the share of "
        "those the coder gave it that the machine (or the second coder) gave it too. Kappa is Cohen's, alpha is "
        "Krippendorff's for nominal data. A figure is undefined where a category was never given, or every "
        "sentence was coded alike. In brackets: 95 % intervals by the percentile bootstrap, with "
        f"{DRAWS:,} draws of articles (seed {sample.seed})."
    )


def _figures(rows: Sequence[CategoryAgreement], between: Mapping[str, Interval]) -> Iterator[str]:
    for (coder, against), some in groupby(rows, key=lambda row: (row.coder, row.against)):
        of_pair = list(some)
        head = f"{coder} and {_second(against)} ({_many(of_pair[0].n, 'sentence')}): "
        yield head + "; ".join(_line(row) for row in of_pair) + "."
    if between:
        lines = [f"{in_words(category)} {_figure(interval)}" for category, interval in between.items()]
        yield f"Krippendorff's alpha of all coders, without the machine: {'; '.join(lines)}."


def _line(row: CategoryAgreement) -> str:
    measures = ("precision", "recall", "kappa", "alpha")
    figures = ", ".join(f"{name} {_figure(getattr(row, name))}" for name in measures)
    given = f"given by {row.coder} {row.marked}, by {_second(row.against)} {row.against_marked}"
    return f"{in_words(row.category)} ({given}) {figures}"


def _second(against: str) -> str:
    return "the machine" if against == MACHINE else against


def _figure(interval: Interval) -> str:
    if interval.value is None:
        return "undefined"
    if interval.low is None or interval.high is None:
        return f"{interval.value:.2f} [too few for an interval]"
    return f"{interval.value:.2f} [{interval.low:.2f}, {interval.high:.2f}]"


def _caution(sample: Sample, articles: int, rows: Sequence[CategoryAgreement]) -> Iterator[str]:
    fewest = min(row.n for row in rows)
    if fewest < _FEW_SENTENCES or articles < _FEW_ARTICLES:
        yield (
            f"With {_many(fewest, 'sentence')} of {_many(articles, 'article')} these figures are rough: the intervals "
            "say how rough, and with so few they are themselves too narrow. One of no width means only that no "
            "disagreement was seen."
        )
    rare = dict.fromkeys(in_words(row.category) for row in rows if max(row.marked, row.against_marked) < _FEW_MARKED)
    if rare:
        yield f"Too rare in this sample to say much, given to fewer than {_FEW_MARKED} sentences: {', '.join(rare)}."
    interrupted = [coder for coder, count in sample.coders.items() if count < sample.size]
    if interrupted:
        yield f"Not all sentences were coded by {', '.join(interrupted)}; what is left out need not be like the rest."


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
