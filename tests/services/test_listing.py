"""The library's list, sorted and filtered by the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from reader.domain.analysis import Analysis
from reader.domain.article import Article, Metadata
from reader.domain.listing import Filters, Order
from reader.services import arranging, importing, library, listing
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from reader.storage import listing as station
from tests.services.fakes import STAMP, article
from tests.services.fakes import span as mark

ABOUT = (
    Metadata("beta", "Ada", "The Post", "https://a.org/1", "2021-12-31T23:59", "", "en"),
    Metadata("Alpha", "Bo", "The Gazette", "https://b.org/2", "2022-05-01", "", "de"),
    Metadata("gamma 50%", "", "", "", "", "2026-01-01", "en"),
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        for number, about in enumerate(ABOUT):
            kept = importing.keep(found.database, made(about), analysed(), Wishes(tags=("odd",) if number % 2 else ()))
            assert kept.article == number + 1
        yield found


def made(about: Metadata) -> Article:
    return replace(article(f"The dam held, {about.title}."), metadata=about, file_sha256=about.title)


def analysed() -> Analysis:
    return Analysis((mark(0, 7),), STAMP)


def ids(opened: Library, order: Order | None = None, **filters: object) -> list[int]:
    page = listing.page(opened, order or Order(), Filters(**filters), 0, 10)  # type: ignore[arg-type]
    assert page.total == len(page.articles)
    found = [one.id for one in page.articles]
    assert listing.every_id(opened, order or Order(), Filters(**filters)) == found  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (Order(), [3, 2, 1]),
        (Order("added", descending=False), [1, 2, 3]),
        (Order("title", descending=False), [2, 1, 3]),
        (Order("published"), [2, 1, 3]),
        (Order("outlet", descending=False), [3, 2, 1]),
        (Order("star"), [3, 2, 1]),
    ],
)
def test_every_column_sorts_and_what_is_equal_is_the_newest_first(opened, order, wanted) -> None:
    assert ids(opened, order) == wanted


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"text": "gazette ALPHA"}, [2]),
        ({"text": "a.org"}, [1]),
        ({"text": "50%"}, [3]),
        ({"text": "_"}, []),
        ({"tag": "odd"}, [2]),
        ({"language": "en"}, [3, 1]),
        ({"since": "2022"}, [2]),
        ({"until": "2021"}, [1]),
        ({"since": "2021-12", "until": "2022-05"}, [2, 1]),
        ({"state": "read"}, []),
        ({"star": True}, []),
        ({"star": False}, [3, 2, 1]),
    ],
)
def test_filters_narrow_the_list(opened, filters, wanted) -> None:
    assert ids(opened, **filters) == wanted


def test_collections_states_and_stars_are_filtered_by(opened) -> None:
    arranging.change(opened, [1, 3], star=True, state="read", add_collections=["Dams"])
    assert ids(opened, collection="Dams") == ids(opened, star=True) == ids(opened, state="read") == [3, 1]


def test_removed_articles_are_a_list_of_their_own(opened) -> None:
    arranging.remove(opened, [2])
    assert ids(opened) == [3, 1]
    assert ids(opened, removed=True) == [2]


def test_a_page_is_a_stretch_with_the_count_of_all(opened) -> None:
    page = listing.page(opened, Order(), Filters(), 1, 1)
    assert [one.id for one in page.articles] == [2]
    assert page.total == 3
    assert page.articles[0].tags == ("odd",)


def test_what_occurs_is_offered(opened) -> None:
    arranging.change(opened, [1], add_tags=["Bridges"], add_collections=["Dams"])
    found = listing.values(opened)
    assert (found.tags, found.collections, found.languages) == (("Bridges", "odd"), ("Dams",), ("de", "en"))


def test_the_list_is_read_from_its_index_alone(opened) -> None:
    """Rows with their texts are long: going through 100,000 of them would take seconds."""
    asked: list[tuple[str, object]] = []
    with opened.database.reading() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
        station.page(session, Order("title"), Filters(text="dam", since="2021", language="en"), 0, 10)
        station.page(session, Order(), Filters(), 0, 10)
        lists = [one for one in asked if "LIMIT" in one[0] or "count(" in one[0]]
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given).all() for sql, given in lists]
    assert len(plans) == 4
    for plan in plans:
        (first, *_) = [row[3] for row in plan if " articles" in row[3]]
        assert "USING COVERING INDEX" in first
