"""Labelling rows: what follows from the spans, and what the files may look like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.domain.analysis import AXES, Analysis, Question, Source, Span
from reader.domain.article import Article
from reader.domain.errors import InputError
from reader.domain.progress import Progress, silent
from reader.services import labelling
from reader.services.labelling import Row
from tests.services.fakes import STAMP, article, span

MINISTRY = Source(0, 12, "The ministry", "The ministry", "official", "state")


class Spans:
    """Gives every article the spans that `find` gives, and remembers the articles."""

    def __init__(self, find: object = None) -> None:
        self.find = find or (lambda given: [span(b.start, b.end) for b in given.blocks if b.end > b.start])
        self.seen: list[Article] = []

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        self.seen.append(article)
        progress(1, 1)
        return Analysis(tuple(self.find(article)), STAMP)


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def analysis(*spans: Span) -> Analysis:
    return Analysis(spans, STAMP)


def test_labels_of_a_row() -> None:
    given = article("Before.", "It may rain, the ministry said, which is bold.")
    start = given.blocks[1].start
    spans = [
        span(start, start + 12, "speculation"),
        span(start + 13, start + 30, "official-statement", source=Source(start + 13, start + 25, "x", "x", "official")),
        span(start + 32, start + 46, "analyst-opinion"),
    ]
    found = labelling.labels(
        given, (start, given.blocks[1].end), analysis(*spans), labelling._mentions(analysis(*spans))
    )
    assert found["categories"] == ["official-statement", "speculation", "analyst-opinion"]  # three words each
    assert found["spans"][0] == {"start": 0, "end": 12, "category": "speculation"}
    assert found["axes"] == {
        "attributed": 0.9, "speech": 0.9, "official": 0.9, "speculative": 0.9, "uncertain": 0.9, "opinion": 0.9,
        "writer_opinion": 0.9,
    }  # fmt: skip
    assert found["sources"] == [{"start": 13, "end": 25, "kind": "official"}]


def test_the_category_with_most_words_comes_first() -> None:
    given = article("It may rain today, the ministry said.")
    spans = [span(0, 17, "speculation"), span(19, 36, "official-statement")]
    assert labelling.labels(given, (0, 37), analysis(*spans), [])["categories"] == ["speculation", "official-statement"]


def test_an_unmarked_row_has_every_axis() -> None:
    found = labelling.labels(article("Why?"), (0, 4), analysis(), [])
    assert found == {"categories": [], "axes": dict.fromkeys(AXES, 0.0), "spans": [], "sources": []}


def test_a_question_speaks_but_has_no_colour() -> None:
    asked = Question(3, 20, {**dict.fromkeys(AXES, 0.1), "attributed": 0.9}, (Source(3, 6, "She", "She", "person"),))
    given, found = article("x" * 30), Analysis((), STAMP, questions=(asked,))
    row = labelling.labels(given, (0, 30), found, labelling._mentions(found))
    assert (row["categories"], row["spans"], row["axes"]["attributed"]) == ([], [], 0.9)
    assert row["sources"] == [{"start": 3, "end": 6, "kind": "person"}]


def test_sources_stand_where_their_words_stand() -> None:
    outer = Source(0, 7, "Reports", "Reports", "media")
    inner = Source(13, 17, "they", "the army", "official", "force", (outer,))
    spans = [span(8, 20, "official-statement", source=inner), span(30, 40, "official-statement", source=inner)]
    again = span(41, 46, "official-statement", source=inner, mentions=((13, 17), (42, 44)))
    mentions = labelling._mentions(analysis(*spans, again, span(50, 55)))
    assert mentions == [((0, 7), "media"), ((13, 17), "official"), ((42, 44), "official")]
    given = article("x" * 22, "y" * 40)
    assert labelling.labels(given, (24, 64), analysis(*spans), mentions)["sources"] == [
        {"start": 18, "end": 20, "kind": "official"}
    ]


def test_rows_of_a_doc_are_one_article(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "doc": "a", "text": "One 😀."},
        {"id": "2", "doc": "a", "text": " Two\nlines. "},
        {"id": "3", "doc": "b", "text": "Three."},
        {"id": "4", "doc": "b", "text": ""},
    ]
    analyses = Spans()
    calls: list[tuple[int, int]] = []
    source = write(tmp_path / "in.jsonl", *rows)
    count = labelling.label_file(source, tmp_path / "out.jsonl", analyses, lambda *c: calls.append(c))
    found = read(tmp_path / "out.jsonl")
    assert count == 4
    assert [r["id"] for r in found] == [1, "2", "3", "4"]
    assert [len(a.blocks) for a in analyses.seen] == [2, 1]  # a row without a character is no block
    assert found[1]["spans"] == [{"start": 0, "end": 12, "category": "reported-fact"}]
    assert found[3]["categories"] == []
    assert calls[-1] == (source.stat().st_size, source.stat().st_size)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "line 3: this is not JSON"),
        (b"[1]", "line 3: the row has not the right shape"),
        (b'{"id": 1, "doc": 1, "text": 5}', "line 3: the row has not the right shape"),
        (b'{"id": 1, "text": "x"}', "line 3: the row has not the right shape"),
        (b'{"id": 1, "doc": 1, "text": "\xff"}', "line 3: this is not UTF-8"),
        (b'{"id": 1, "doc": 1, "text": "\\ud800"}', "line 3: the text holds half a character"),
    ],
)
def test_a_malformed_row_is_refused_with_its_line(tmp_path: Path, line: bytes, says: str) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b'{"id": 1, "doc": 1, "text": "Fine."}\n\n' + line)
    target.write_text("from before", encoding="utf-8")
    with pytest.raises(InputError, match=says):
        labelling.label_file(source, target, Spans())
    assert target.read_text(encoding="utf-8") == "from before"
    assert len(list(tmp_path.iterdir())) == 2


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read"):
        labelling.label_file(tmp_path / "none.jsonl", tmp_path / "out.jsonl", Spans())
    source = write(tmp_path / "in.jsonl", {"id": 1, "doc": 1, "text": "x"})
    with pytest.raises(InputError, match="cannot be written"):
        labelling.label_file(source, tmp_path / "no" / "out.jsonl", Spans())


def test_rows_that_change_on_the_way_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "reader.ingest.formats.article_from_sentences", lambda texts: article(*(t + "!" for t in texts))
    )
    with pytest.raises(Exception, match="not kept as they are"):
        labelling.label_document([Row(1, 1, "One.")], Spans())
