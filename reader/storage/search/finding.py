"""Queries and facets in SQL, and what they find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from reader.domain.analysis import UNMARKED, Offsets
from reader.domain.search import Facets, FacetValues, Found, Hit
from reader.storage.search.rows import BITS, run, token, words
from reader.storage.tables import ArticleRow, NoteRow, SentenceRow, SpanRow, TagRow

_MARKS = '"“”„«»'
_QUOTED_OR_NOT = re.compile(rf"[{_MARKS}]([^{_MARKS}]*)[{_MARKS}]|([^\s{_MARKS}]+)")
_READABLE = "published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"


def find(session: Session, query: str, facets: Facets, limit: int, offset: int) -> Found:
    """The sentences and notes that have all words and quoted phrases of a query, and the facets.

    The best first; without words, those of the newest articles first. Whatever else stands in the query counts as a
    blank; with no words and no facets nothing is found.
    """
    where, values = _conditions(session, query, facets)
    if not where:
        return Found(0, ())
    if _phrases(query):
        order = (
            f"SELECT rowid FROM search_index WHERE {where} "
            "ORDER BY bm25(search_index, 1.0, 0.0, 0.0), rowid LIMIT ? OFFSET ?"  # twice as quick as by `rank`
        )
    else:
        order = (
            f"WITH dates AS MATERIALIZED (SELECT id, iif({_READABLE}, published, '') AS day FROM articles) "
            f"SELECT rowid FROM search_index JOIN dates ON id = {_ARTICLE} "
            f"WHERE {where} ORDER BY day DESC, id DESC, rowid LIMIT ? OFFSET ?"
        )
    rows = [row for (row,) in run(session, order, *values, limit, offset)]
    total = offset + len(rows)
    if len(rows) == limit or (offset and not rows):
        total = run(session, f"SELECT count(*) FROM search_index WHERE {where}", *values).scalar()
    parts = (rows[first : first + _AT_ONCE] for first in range(0, len(rows), _AT_ONCE))
    return Found(total, tuple(hit for part in parts for hit in _hits(session, part, facets)))


def values(session: Session) -> FacetValues:
    """What the library's articles and notes have of the facets that are not the same everywhere."""
    outlets = session.scalars(select(ArticleRow.outlet).where(ArticleRow.outlet != "").distinct())
    tags = session.scalars(select(TagRow.name))
    first, last = run(session, f"SELECT min(published), max(published) FROM articles WHERE {_READABLE}").one()
    return FacetValues(
        tuple(sorted(outlets, key=str.casefold)),
        tuple(sorted(tags, key=str.casefold)),
        int(first[:4]) if first else None,
        int(last[:4]) if last else None,
    )


def _phrases(query: str) -> list[str]:
    """The words and phrases of a query, each once, as the index has them."""
    found = (" ".join(words(quoted or bare)) for quoted, bare in _QUOTED_OR_NOT.findall(query))
    return list(dict.fromkeys(filter(None, found)))


#: The article of a row of the index.
_ARTICLE = (
    f"iif(search_index.rowid > 0, search_index.rowid >> {BITS}, "
    "(SELECT article_id FROM notes WHERE notes.id = -search_index.rowid))"
)
#: The facets that marks have, and the columns that have them. All must be on one mark.
_OF_MARKS = {"category": "category", "content": "content", "kind": "source_kind", "certainty": "certainty"}

_Condition = tuple[str, list[str]]


def _conditions(session: Session, query: str, facets: Facets) -> _Condition:
    """What a row of the index must fulfil, in SQL, and the values in it."""
    expression = match(query, facets)
    all_of = [
        ("search_index MATCH ?" if expression else "", [expression]),
        _of_article(session, facets),
        _tagged(session, facets),
        _on_one_mark(facets),  # last: it takes longest
    ]
    used = [(condition, values) for condition, values in all_of if condition]
    return " AND ".join(condition for condition, _ in used), [value for _, values in used for value in values]


def match(query: str, facets: Facets) -> str:
    """What the index is asked for, in FTS5's language; "" for whatever is in it."""
    parts = [("words", " AND ", _phrases(query)), ("voices", " AND ", words(facets.voice))]
    for name, some in _wanted(facets).items():
        parts.append(("facets", " OR ", [one if one == UNMARKED else token(name, one) for one in some]))
    quoted = [(column, how.join(f'"{term}"' for term in terms)) for column, how, terms in parts if terms]
    return " AND ".join(f"{column} : ({terms})" for column, terms in quoted)


def _on_one_mark(facets: Facets) -> _Condition:
    """Only where a sentence has several marks, and several facets are wanted, the index does not know it."""
    wanted, voice = _wanted(facets), [f" {word} " for word in words(facets.voice)]
    if len(wanted) + len(voice) < 2:
        return "", []
    own = [f"{_OF_MARKS[name]} IN ({_question_marks(some)})" for name, some in wanted.items()]
    own += ["instr(voice, ?)" for _ in voice]
    return (
        "(search_index.rowid & 1 = 0 OR EXISTS (SELECT 1 FROM spans "
        f"WHERE article_id = search_index.rowid >> {BITS} "
        f"AND sentence = (search_index.rowid & {(1 << BITS) - 1}) >> 1 AND {' AND '.join(own)}))"
    ), [*(one for some in wanted.values() for one in some), *voice]


def _of_article(session: Session, facets: Facets) -> _Condition:
    conditions: list[str] = []
    values: list[str] = []
    if facets.outlet:
        outlets = _alike(session.scalars(select(ArticleRow.outlet).distinct()), facets.outlet)
        conditions.append(f"outlet IN ({_question_marks(outlets)})")
        values += outlets
    if facets.since or facets.until:
        conditions.append(_READABLE)
    if facets.since:
        conditions.append("published >= ?")
        values.append(facets.since)
    if facets.until:
        conditions.append(f"substr(published, 1, {len(facets.until)}) <= ?")
        values.append(facets.until)
    return (f"{_ARTICLE} IN (SELECT id FROM articles WHERE {' AND '.join(conditions)})" if conditions else ""), values


def _tagged(session: Session, facets: Facets) -> _Condition:
    if not facets.tag:
        return "", []
    tags = _alike(session.scalars(select(TagRow.name)), facets.tag)
    of_tag = f"JOIN tags ON tags.id = tag_id WHERE name IN ({_question_marks(tags)})"
    return (
        f"({_ARTICLE} IN (SELECT article_id FROM article_tags {of_tag}) "
        f"OR -search_index.rowid IN (SELECT note_id FROM note_tags {of_tag}))"
    ), [*tags, *tags]


def _wanted(facets: Facets) -> dict[str, tuple[str, ...]]:
    return {name: some for name in _OF_MARKS if (some := getattr(facets, name))}


def _alike(known: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Those that are wanted, in any case."""
    folded = {one.casefold() for one in wanted}
    return [one for one in known if one.casefold() in folded]


def _question_marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


# -- what was found ----------------------------------------------------------------------------------------------------


_ABOUT = (ArticleRow.id, ArticleRow.title, ArticleRow.outlet, ArticleRow.published, ArticleRow.text)
_PLACE = (SentenceRow.article_id, SentenceRow.number, SentenceRow.start, SentenceRow.end)
_MARK = (
    SpanRow.article_id, SpanRow.sentence, SpanRow.category, SpanRow.content, SpanRow.source_kind, SpanRow.source_name,
    SpanRow.certainty, SpanRow.voice,
)  # fmt: skip
#: Rows that are looked up at once: the database takes so many values and no more.
_AT_ONCE = 500


def _hits(session: Session, rows: Sequence[int], facets: Facets) -> Iterator[Hit]:
    """What stands at these rows of the index."""
    notes = {note.id: note for note in session.scalars(select(NoteRow).where(NoteRow.id.in_([-r for r in rows])))}
    keys = [(row >> BITS, (row & (1 << BITS) - 1) >> 1) for row in rows if row > 0]
    wanted = {article for article, _ in keys} | {note.article_id for note in notes.values()}
    about = {row.id: row for row in session.execute(select(*_ABOUT).where(ArticleRow.id.in_(wanted)))}
    around = {(article, number + step) for article, number in keys for step in (-1, 0, 1)}
    of_sentences = select(*_PLACE).where(tuple_(SentenceRow.article_id, SentenceRow.number).in_(around))
    places = {(article, number): (start, end) for article, number, start, end in session.execute(of_sentences)}
    marks: dict[tuple[int, int], Any] = {}
    of_marks = select(*_MARK).where(tuple_(SpanRow.article_id, SpanRow.sentence).in_(keys)).order_by(SpanRow.start)
    for mark in session.execute(of_marks):
        if _fits(mark, facets):
            marks.setdefault((mark.article_id, mark.sentence), mark)
    sentences = iter(keys)
    for row in rows:
        if row < 0:
            yield _note_hit(notes[-row], about[notes[-row].article_id])
        else:
            article, number = next(sentences)
            yield _sentence_hit(about[article], number, places, marks.get((article, number)))


def _fits(mark: Any, facets: Facets) -> bool:
    """Whether one mark has all that is wanted of marks."""
    return all(getattr(mark, _OF_MARKS[name]) in some for name, some in _wanted(facets).items()) and all(
        f" {word} " in mark.voice for word in words(facets.voice)
    )


def _sentence_hit(about: Any, number: int, places: dict[tuple[int, int], Offsets], mark: Any) -> Hit:
    before, (start, end), after = (places.get((about.id, one), (0, 0)) for one in (number - 1, number, number + 1))
    return Hit(
        kind="sentence",
        article=about.id,
        note=None,
        start=start,
        end=end,
        text=about.text[start:end],
        category=mark.category if mark else "",
        content=mark.content if mark else "",
        source=mark.source_name if mark else "",
        certainty=mark.certainty if mark else "",
        before=about.text[slice(*before)],
        after=about.text[slice(*after)],
        title=about.title,
        outlet=about.outlet,
        published=about.published,
    )


def _note_hit(note: NoteRow, about: Any) -> Hit:
    stands = note.exact is not None and not note.orphan
    return Hit(
        kind="note",
        article=about.id,
        note=note.id,
        start=note.start if stands else None,
        end=note.end if stands else None,
        text=note.text,
        category="",
        content="",
        source="",
        certainty="",
        before="",
        after="",
        title=about.title,
        outlet=about.outlet,
        published=about.published,
    )
