"""Coding samples: sentences drawn from the library, coded blind by people, and compared with the machine's labels."""

from __future__ import annotations

import hashlib
import heapq
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from reader import categories as known
from reader.domain.analysis import Analysis, Offsets
from reader.domain.article import Article
from reader.domain.errors import InputError
from reader.domain.progress import Progress, silent
from reader.domain.sampling import Agreement, Drawn, Frame, Sample, SampleSentence
from reader.services import agreement as measured
from reader.services import dates, doctor, methods
from reader.services.agreement import MACHINE, Coded
from reader.services.library import Library

#: How many sentences before and after one stand with it.
_BEFORE, _AFTER = 2, 2
#: What of an analysis' stamp is the same for all articles that were analysed alike.
_OF_THE_MACHINE = ("program", "extractor", "spacy", "model", "model_version", "rules")
_LARGEST_SEED = 2**63 - 1
#: All articles.
ALL = Frame()


def draw(
    library: Library,
    name: str,
    size: int,
    seed: int | None = None,
    frame: Frame = ALL,
    progress: Progress = silent,
) -> Sample:
    """Draw sentences of the articles that a frame describes: of each the newest version, and none that is removed.

    The sentences are those that the machine reads for claims. Each has the same chance: the sentences are put in the
    order of the SHA-256 of seed, text and place, and the first ones are taken. So a seed draws the same sentences from
    the same articles, whatever else has changed. seed: 0 to 2**63 - 1; None for a new one. `progress` counts articles.
    Raises InputError where the name is taken, or there are not as many sentences.
    """
    from reader.storage import articles, samples

    _check(name, size, seed, frame)
    seed = secrets.randbelow(2**32) if seed is None else seed
    counts: dict[int, int] = {}
    with library.database.reading() as session:
        there = samples.articles_in(session, frame)

        def ordered() -> Iterator[tuple[str, int, int]]:
            for done, (article_id, text_sha256) in enumerate(there, 1):
                sentences = articles.sentences(session, article_id)
                counts[article_id] = len(sentences)
                for number, (start, _) in enumerate(sentences):
                    yield hashlib.sha256(f"{seed}:{text_sha256}:{start}".encode()).hexdigest(), article_id, number
                progress(done, len(there))

        chosen = [(article_id, number) for _, article_id, number in heapq.nsmallest(size, ordered())]
        if len(chosen) < size:
            raise InputError(
                f"There are not as many sentences to draw from: {len(chosen)}.", "Draw fewer, or widen the frame."
            )
        opened = {article_id: articles.opened(session, article_id) for article_id in {one for one, _ in chosen}}
    drawn = [_drawn(article_id, number, *opened[article_id]) for article_id, number in chosen]
    stamp = _stamp(analysis for _, analysis in opened.values() if analysis)
    with library.database.writing() as session:
        return samples.add(session, name, seed, _recorded(frame, counts, size), stamp, drawn)


def samples(library: Library) -> list[Sample]:
    """All samples, in the order they were drawn."""
    from reader.storage import samples

    with library.database.reading() as session:
        return samples.everything(session)


def sentences(library: Library, sample_id: int, coder: str) -> list[SampleSentence]:
    """What a coder is shown: the sentences, what stands around them and the coder's own codes. Raises InputError."""
    from reader.storage import samples

    with library.database.reading() as session:
        return samples.sentences(session, sample_id, coder.strip())


def code(library: Library, sample_id: int, number: int, coder: str, categories: Sequence[str] | None) -> None:
    """Keep which categories a coder sees in a sentence, in place of what it was before.

    None of them: it makes no claim. None: it is not coded any more. Raises InputError.
    """
    code_all(library, sample_id, coder, {number: categories})


def code_all(library: Library, sample_id: int, coder: str, codes: Mapping[int, Sequence[str] | None]) -> None:
    """The same for many sentences, by number: all are kept, or, where one is wrong, none. Raises InputError."""
    from reader.storage import samples

    coder = coder.strip()
    if not coder or coder == MACHINE:
        raise InputError(f"A coder cannot be called “{coder}”.", "Give a name.")
    ids = [category.id for category in known.load().by_order]
    for number, categories in codes.items():
        for category in categories or ():
            if category not in ids:
                raise InputError(f"Sentence {number}: there is no category “{category}”.", f"One of: {', '.join(ids)}.")
    with library.database.writing() as session:
        for number, categories in codes.items():
            given = None if categories is None else [category for category in ids if category in categories]
            samples.code(session, sample_id, number, coder, given)


def agreement(library: Library, sample_id: int) -> Agreement:
    """How far coders and machine agree; with no coder yet there is nothing but `methods`. Raises InputError."""
    from reader.storage import samples

    with library.database.reading() as session:
        sample = samples.one(session, sample_id)
        machine = samples.machine(session, sample_id)
        codings = samples.codes(session, sample_id)
    codes: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    for number, coder, categories in codings:
        codes[number][coder] = categories
    coded = [Coded(article, {MACHINE: seen, **codes[number]}) for number, (article, seen) in machine.items()]
    ids = [category.id for category in known.load().by_order]
    rows = tuple(measured.rows(coded, ids, sample.seed))
    between = measured.between_coders(coded, ids, sample.seed)
    return Agreement(rows, between, methods.paragraph(sample, len({one.article for one in coded}), rows, between))


def remove(library: Library, sample_id: int) -> None:
    """Take a sample away, and how it was coded. Raises InputError."""
    from reader.storage import samples

    with library.database.writing() as session:
        samples.remove(session, sample_id)


def _check(name: str, size: int, seed: int | None, frame: Frame) -> None:
    if not name.strip():
        raise InputError("A sample needs a name.", "Give one.")
    if size < 1:
        raise InputError("A sample has at least one sentence.", "Give its size as a whole number from 1.")
    if seed is not None and not 0 <= seed <= _LARGEST_SEED:
        raise InputError("The seed must be a whole number from 0 to 2^63 - 1.", "Give another.")
    dates.check(frame.since, frame.until)


def _drawn(article_id: int, number: int, article: Article, analysis: Analysis | None) -> Drawn:
    assert analysis is not None  # the sentence is from it
    places = analysis.sentences
    start, end = places[number]

    def words(some: Sequence[Offsets]) -> str:
        return " ".join(article.text[a:b] for a, b in some)

    return Drawn(
        article_id,
        start,
        end,
        before=words(places[max(0, number - _BEFORE) : number]),
        text=article.text[start:end],
        after=words(places[number + 1 : number + 1 + _AFTER]),
        machine=tuple(dict.fromkeys(s.category for s in analysis.spans if start <= s.start < end)),
    )


def _recorded(frame: Frame, counts: Mapping[int, int], size: int) -> dict[str, str]:
    """What the sample was drawn from; what the frame leaves open is left out."""
    wished: dict[str, Any] = {part.name: getattr(frame, part.name) for part in fields(frame)}
    said = {name: value if isinstance(value, str) else "; ".join(value) for name, value in wished.items() if value}
    with_some = [count for count in counts.values() if count]
    return {
        "articles": str(len(with_some)),
        "sentences": str(sum(with_some)),
        "articles_without_sentences": str(len(counts) - len(with_some)),
        "drawn": str(size),
        "program": f"sayso {doctor.program_version()}",
        **said,
    }


def _stamp(analyses: Iterable[Analysis]) -> dict[str, str]:
    """What the machine's labels come from; where that is not the same for all articles, each."""
    found: dict[str, dict[str, None]] = {name: {} for name in _OF_THE_MACHINE}
    for analysis in analyses:
        for name, values in found.items():
            values[getattr(analysis.stamp, name)] = None
    return {name: "; ".join(sorted(values)) for name, values in found.items()}
