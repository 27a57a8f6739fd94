"""What an analysis process tells: every event carries the number of the job it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import SaysoError


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """The text is there and can be read; the colours follow, unless this is the last that is heard of the job."""

    job: int
    article: Article
    last: bool = False


@dataclass(frozen=True, slots=True)
class Progressed:
    """`done` of `total` words of this job are analysed."""

    job: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Analysed:
    """The colours of the article this job read."""

    job: int
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Failed:
    """The job ended with a problem; if an `ArticleRead` came before, the text stays readable."""

    job: int
    error: SaysoError


Event = ArticleRead | Progressed | Analysed | Failed
