"""The index: what stands in it, what is found by which words and facets, and that it follows every change."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from reader.domain import anchor
from reader.domain.analysis import Analysis, Source, Span
from reader.domain.article import Article, BlockKind, Metadata
from reader.domain.corrections import Correction
from reader.domain.library import LibraryArticle, Original
from reader.domain.search import Facets, Hit
from reader.storage import articles, corrections, notes, search, vault
from reader.storage.articles import now
from reader.storage.database import Database
from reader.storage.keyfile import Access
from reader.storage.tables import RemovedRow
from reader.storage.ways_in import Secret
from tests.services.fakes import STAMP, article, span

TITLE = "Café closes the Harbour"
FIRST = "The ministry’s spokesman said the port may close. It will rain on Monday."
SECOND = "Nobody knows why."
CAPTION = "The port. A picture by COVID-19 staff."
HIDDEN = "Sign up to the newsletter."
MINISTER = Source(0, 3, "He", "Élodie Müller-Lüdenscheidt", "official")
UNNAMED = Source(0, 3, "people", "two people", "unnamed")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(tmp_path / "x.db", None, shared=True)
    database.upgrade()
    with database.writing() as found:
        yield found
    database.close()


def page(*paragraphs: str) -> Article:
    kinds = {0: BlockKind.TITLE, len(paragraphs) + 1: BlockKind.CAPTION, len(paragraphs) + 2: BlockKind.FURNITURE}
    return article(TITLE, *paragraphs, CAPTION, HIDDEN, kinds=kinds)


def keep(
    session: Session, given: Article, *spans: Span, analysed: bool = True, tags: tuple[str, ...] = (), **about: str
) -> int:
    metadata = replace(Metadata("", "A. Writer", "The Gazette", "", "2022-03-04", "", "en"), **about)
    values = {name: getattr(metadata, name) for name in ("outlet", "author", "published", "saved", "url", "language")}
    listed = LibraryArticle(
        id=0, title=TITLE, **values, words=0, mix={}, tags=tags, collections=(), star=False, state="unread",
        text_sha256=f"{random.random()}",
    )  # fmt: skip
    found = articles.add(session, given, listed, Original("", None), None)
    if analysed:
        ends = [(given.text.index(one), given.text.index(one) + len(one)) for one in sentences(given)]
        articles.add_analysis(session, found, given, Analysis(spans, STAMP, sentences=tuple(ends)))
    search.reindex(session, found)
    return found


def sentences(given: Article) -> list[str]:
    return [one for block in given.claim_blocks() for one in given.text_of(block).replace(". ", ".|").split("|")]


def marked(given: Article, words: str, category: str = "reported-fact", **changes: object) -> Span:
    start = given.text.index(words)
    return span(start, start + len(words), category, **changes)  # type: ignore[arg-type]


def found(session: Session, query: str, facets: Facets = Facets()) -> list[str]:  # noqa: B008
    hits = hits_of(session, query, facets)
    return [hit.text for hit in hits]


def hits_of(session: Session, query: str, facets: Facets = Facets()) -> tuple[Hit, ...]:  # noqa: B008
    told = search.find(session, query, facets, 50, 0)
    assert told.total == len(told.hits)
    return told.hits


def test_words_and_phrases(session: Session) -> None:
    keep(session, page(FIRST, SECOND))
    for query, answer in (
        ("port", {"The ministry’s spokesman said the port may close.", CAPTION}),
        ("CLOSE may", {"The ministry’s spokesman said the port may close."}),
        ("cafe HARBOÜR", {TITLE}),
        ('"the port"', {"The ministry’s spokesman said the port may close.", CAPTION}),
        ("“port may”", {"The ministry’s spokesman said the port may close."}),
        ('"may port"', set[str]()),
        ("port rain", set[str]()),
        ("covid-19", {CAPTION}),
        ("19-covid", set[str]()),
        ("ministry's", {"The ministry’s spokesman said the port may close."}),
        ("rain, monday!", {"It will rain on Monday."}),
        ('rain "on mon', set[str]()),
        ('rain "on monday', {"It will rain on Monday."}),
        ("newsletter", set[str]()),
        ("knows", {SECOND}),
        ("know", set[str]()),
        ("", set[str]()),
    ):
        assert set(found(session, query)) == answer


def test_what_is_no_words_finds_nothing_and_harms_nothing(session: Session) -> None:
    keep(session, page("The bear is near."))
    for query in (
        *"?-\"“*^():{}+';\\\0\ud800🙂_%\u200b\u0301",
        "", '""', '" "', "''", "--", ") (", "\n\t", '"*"', ': * "^"', '"' * 9999,
    ):  # fmt: skip
        assert found(session, query) == found(session, query, Facets(voice=query)) == []
        assert found(session, f"bear {query}") == ["The bear is near."]
        assert found(session, f"{query}bear{query}") == ["The bear is near."]


def test_words_of_the_databases_language_are_words(session: Session) -> None:
    keep(session, page("One two."))
    for word in ("AND", "OR", "NOT", "NEAR", "NEAR(", "rowid", "words :", "facets", "unmarked"):
        assert found(session, f"one {word} two") == found(session, word) == []
    keep(session, page("And near, or not, rowid words facets unmarked."))
    for word in ("AND", "OR", "NOT", "NEAR", "NEAR(", "rowid", "words :", "facets", "unmarked", "near*", '"AND"'):
        assert len(found(session, word)) == len(found(session, f"{word} rowid")) == 1


def test_odd_queries(session: Session) -> None:
    """Whatever is asked, nothing breaks, and what is found has all the words."""
    keep(session, page("The bear is near the river.", "Near and far (and wide): “all” or nothing."))
    draw = random.Random(3)
    pieces = [
        *"\"“”'*()^:-+\\{}[]%;,.?!\0\n\t~|&<>=@#$/`",
        *"   ",
        "near",
        "and",
        "BEAR",
        "rivér",
        "NEAR(",
        "words:",
        "🙂",
    ]
    hits = 0
    for _ in range(400):
        query = "".join(draw.choices(pieces, k=draw.randrange(12)))
        for text in found(session, query):
            wanted = re.findall(r"[a-z]+", query.casefold().replace("é", "e"))
            assert wanted
            assert set(wanted) <= set(re.findall(r"[a-z]+", text.casefold())), query
            hits += 1
    assert hits > 50


def test_long_queries(session: Session) -> None:
    keep(session, page("The bear is near."))
    for query in ("x" * 10_000, " ".join(map(str, range(2200))), "a." * 5_000, f'"{"bear " * 2000}"'):
        assert found(session, query) == []
    assert found(session, "bear " * 2000) == ["The bear is near."]


def test_every_character_is_harmless(session: Session) -> None:
    keep(session, page("The bear is near."))
    for character in [*map(chr, range(0x250)), *"‘’“”„«»…–—\u2028\ufeff\ufffd"]:
        assert search.find(session, f"bear{character}", Facets(), 5, 0).total <= 1


def test_a_hit_has_its_place_and_what_stands_around_it(session: Session) -> None:
    given = page(FIRST, SECOND)
    mark = marked(given, "the port may close", "speculation", source=MINISTER, certainty="possible")
    number = keep(session, given, mark)
    (hit,) = hits_of(session, "ministry")
    assert hit == Hit(
        "sentence", number, None, given.text.index("The m"), given.text.index("The m") + 49,
        "The ministry’s spokesman said the port may close.", "speculation", "speculation",
        "Élodie Müller-Lüdenscheidt", "possible", TITLE, "It will rain on Monday.", TITLE, "The Gazette", "2022-03-04",
    )  # fmt: skip
    assert given.text[slice(hit.start, hit.end)] == hit.text
    (first,) = hits_of(session, "cafe")
    assert (first.before, first.after, first.category) == ("", hit.text, "")


def test_facets_of_marks(session: Session) -> None:
    given = page(FIRST, SECOND)
    one = marked(given, "said the port may close", "official-statement", source=MINISTER, content="speculation")
    two = marked(given, "It will rain", "speculation", source=UNNAMED, certainty="probable")
    three = marked(given, "on Monday", "reported-fact")
    keep(session, given, one, two, three)
    port, rain = sentences(given)[:2]
    for facets, answer in (
        (Facets(category=("official-statement",)), {port}),
        (Facets(category=("official-statement", "speculation")), {port, rain}),
        (Facets(content=("speculation",)), {port, rain}),
        (Facets(category=("official-statement",), content=("speculation",), kind=("official",)), {port}),
        (Facets(kind=("unnamed",)), {rain}),
        (Facets(certainty=("probable",)), {rain}),
        (Facets(voice="muller elodie"), {port}),
        (Facets(voice="muller two"), set()),
        (Facets(voice="people", category=("speculation",)), {rain}),
        (Facets(category=("unmarked",)), {TITLE, SECOND, CAPTION}),
        (Facets(category=("unmarked", "official-statement")), {TITLE, SECOND, CAPTION, port}),
        (Facets(category=("unmarked",), kind=("unnamed",)), set()),
        # each of these is in the sentence, but not on one mark
        (Facets(category=("reported-fact",), kind=("unnamed",)), set()),
        (Facets(category=("reported-fact",), voice="people"), set()),
        (Facets(kind=("unnamed", "writer"), certainty=("certain",)), {rain}),
    ):
        assert set(found(session, "", facets)) == answer
    (hit,) = hits_of(session, "rain", Facets(kind=("writer",)))
    assert (hit.category, hit.source) == ("reported-fact", "")


def test_facets_of_articles(session: Session) -> None:
    for number, (day, outlet, tags) in enumerate(
        [
            ("2021-12-31T23:59", "Ä", ("x",)),
            ("2022-01-01", "B", ()),
            ("2022-06-30", "b", ("X", "y")),
            ("spring", "C", ()),
        ]
    ):
        keep(session, article(f"Rain {number}."), published=day, outlet=outlet, tags=tags)
    for facets, answer in (
        (Facets(since="2022"), {1, 2}),
        (Facets(until="2021"), {0}),
        (Facets(until="2021-12-31"), {0}),
        (Facets(since="2021-12", until="2022-01"), {0, 1}),
        (Facets(since="2022-01-01", until="2022-01-01"), {1}),
        (Facets(since="2023"), set()),
        (Facets(outlet=("b",)), {1, 2}),
        (Facets(outlet=("ä", "c")), {0, 3}),
        (Facets(outlet=("nobody",)), set()),
        (Facets(tag=("x",)), {0, 2}),
        (Facets(tag=("Y",), outlet=("B",), since="2022-06"), {2}),
        (Facets(tag=("nobody",)), set()),
    ):
        for query in ("", "rain"):
            assert {int(text[5]) for text in found(session, query, facets)} == answer
    assert found(session, "", Facets(category=("unmarked",))) == ["Rain 2.", "Rain 1.", "Rain 0.", "Rain 3."]
    told = search.values(session)
    assert (told.outlets, told.tags, told.first, told.last) == (("B", "b", "C", "Ä"), ("x", "X", "y"), 2021, 2022)


def test_notes(session: Session) -> None:
    given = page(FIRST)
    number = keep(session, given, tags=("sea",))
    one = notes.add(session, number, anchor.at(given.text, 0, 4), "Is the *port* really open?", ["ask"])
    two = notes.add(session, number, None, "Port authority!", [])
    hit, other = hits_of(session, "port", Facets(tag=("ask", "none")))[0], hits_of(session, "authority")[0]
    assert (hit.kind, hit.note, hit.article, hit.start, hit.end, hit.text) == ("note", one.id, number, 0, 4, one.text)
    assert (other.note, other.start, other.end, other.category, other.source) == (two.id, None, None, "", "")
    assert len(found(session, "port", Facets(tag=("sea",)))) == 4
    assert found(session, "open", Facets(outlet=("the gazette",), since="2022")) == [one.text]
    assert found(session, "open", Facets(since="2023")) == []
    for facets in (
        Facets(category=("unmarked",)),
        Facets(kind=("writer",)),
        Facets(voice="port"),
        Facets(certainty=("certain",)),
    ):
        assert found(session, "open", facets) == found(session, "authority", facets) == []
    notes.edit(session, one.id, "Closed.", None, "")
    assert (found(session, "open"), found(session, "closed")) == ([], ["Closed."])
    notes.remove(session, one.id)
    assert found(session, "closed") == []


def test_an_orphan_stands_nowhere(session: Session) -> None:
    given, later = page(FIRST), page(SECOND)
    number = keep(session, given)
    notes.add(session, number, anchor.at(given.text, 30, 60), "Gone", [])
    newer = keep(session, later)
    notes.follow(session, number, newer, later.text)
    (hit,) = hits_of(session, "gone")
    assert (hit.article, hit.start, hit.end) == (newer, None, None)


def test_corrected_marks_are_found_as_the_user_has_them(session: Session) -> None:
    given = page(FIRST, SECOND)
    number = keep(
        session, given, marked(given, "said the port may close", "speculation"), marked(given, "It will rain")
    )
    whole = anchor.at(given.text, given.text.index("the port"), given.text.index("rain"))
    said = Correction(
        0, number, whole, "changed", "analyst-opinion", "analyst-opinion", "Ana", "expert", "certain", "", "", (), {},
        orphan=False,
    )  # fmt: skip
    kept = corrections.add(session, said)
    search.reindex(session, number)
    port, rain = sentences(given)[:2]
    assert set(found(session, "", Facets(category=("analyst-opinion",), kind=("expert",), voice="ana"))) == {port, rain}
    assert found(session, "", Facets(category=("speculation",))) == [port]
    corrections.remove(session, kept.id)
    search.reindex(session, number)
    assert found(session, "", Facets(category=("analyst-opinion",))) == []


def test_what_is_removed_is_not_found_until_it_is_put_back(session: Session) -> None:
    number = keep(session, page(FIRST))
    other = keep(session, page("The port is open."))
    note = notes.add(session, number, None, "The port", [])
    session.add(RemovedRow(article_id=number, when=now()))
    search.reindex(session, number)
    notes.edit(session, note.id, "The port, again", None, "")
    assert {hit.article for hit in hits_of(session, "port")} == {other}
    session.delete(session.get_one(RemovedRow, number))
    search.reindex(session, number)
    assert {hit.note for hit in hits_of(session, "port") if hit.article == number} == {None, note.id}
    search.forget_article(session, number)
    assert {hit.article for hit in hits_of(session, "port")} == {other}


def test_what_is_purged_is_not_in_the_file(session: Session) -> None:
    number = keep(session, page("Zanzibarish words."))
    keep(session, page("Others."))
    in_index = "SELECT count(*) FROM search_index_data WHERE instr(block, CAST('anzibarish' AS BLOB))"
    search.forget_article(session, number)
    search.purge(session)
    assert session.connection().exec_driver_sql(in_index).scalar() == 0
    assert len(found(session, "others")) == 1


def test_without_an_analysis_the_text_is_cut_by_its_full_stops(session: Session) -> None:
    text = "Das Haus brennt. „Wirklich?“ fragte er… Ja! 3.5 Grad"
    keep(session, article(text, "東京は大きい。京都は古い。"), analysed=False)
    for query, answer in (
        ("haus", "Das Haus brennt."), ("wirklich", "„Wirklich?“"), ("fragte", "fragte er…"), ("grad", "3.5 Grad"),
        ("東京", "東京は大きい。"), ("古", "京都は古い。"),
    ):  # fmt: skip
        assert found(session, query) == [answer]


def test_the_best_comes_first_and_pages_go_on(session: Session) -> None:
    keep(
        session,
        article("Rain rain rain.", "A long sentence in which there is some rain among many other words.", "Rain."),
    )
    assert found(session, "rain")[0] == "Rain rain rain."
    pages = [search.find(session, "rain", Facets(), 1, offset) for offset in range(5)]
    assert [one.total for one in pages] == [3] * 5
    assert [hit.text for one in pages for hit in one.hits] == found(session, "rain")
    assert search.find(session, "rain", Facets(), 0, 0).total == 3


def test_an_index_of_another_sayso_is_built_anew(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db", None, shared=True)
    database.upgrade()
    with database.writing() as session:
        number = keep(session, page(FIRST))
        notes.add(session, number, None, "The port", [])
        session.connection().exec_driver_sql("PRAGMA user_version = 99")
        session.connection().exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    assert not database.is_current()
    database.upgrade()
    assert database.is_current()
    told: list[tuple[int, int]] = []
    with database.writing() as session:
        assert len(found(session, "port")) == 3
        search.rebuild(session, lambda done, total: told.append((done, total)))
        assert len(found(session, "port")) == 3
    assert told == [(1, 1)]
    database.close()


def test_a_new_key_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    words = Secret(b"open sesame")
    vault.create(tmp_path, words, None)
    opened = vault.open_vault(tmp_path, Access(passphrase=words), 3)
    with opened.database.writing() as session:
        keep(session, page(FIRST))
    opened.rekey()
    assert opened.database.is_current()
    with opened.database.writing() as session:
        keep(session, page("The port is open."))
        assert len(found(session, "port")) == 4
    assert opened.faults() == []
    opened.close()
