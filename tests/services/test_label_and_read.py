"""`label` and `read --json` give the same labels for the same text: both derive from the same spans."""

from __future__ import annotations

import json
from pathlib import Path

from reader.domain.article import CLAIM_KINDS
from reader.services import labelling
from reader.services.reading import Reading

SENTENCES = (
    "Two rockets were shot down over the city, the governor said on Monday, and more attacks are likely.",
    "Economists expect another rise in June, though some call the policy reckless.",
    "“They should be ashamed,” said Maria Lopez, a neighbour.",
    "The army said it may have to leave the town by the end of the week.",
    "He added that the bridge was safe.",
    "“Will they be ashamed of it some day?” she asked.",
    "The central bank raised its key rate to 5% on Thursday.",
)


def test_label_and_read_agree(tmp_path: Path) -> None:
    reading = Reading()
    page = tmp_path / "article.txt"
    page.write_text("A week of storms and rates\n\n" + "\n\n".join(SENTENCES), encoding="utf-8")
    article = reading.read_file(page)
    analysis = reading.analyse(article)
    mentions = labelling._mentions(analysis)
    blocks = [b for b in article.blocks if b.kind in CLAIM_KINDS]
    assert [article.text_of(b) for b in blocks] == list(SENTENCES)
    read = [labelling.labels(article, (b.start, b.end), analysis, mentions) for b in blocks]

    rows = tmp_path / "in.jsonl"
    rows.write_text(
        "".join(json.dumps({"id": n, "doc": 1, "text": t}) + "\n" for n, t in enumerate(SENTENCES)), encoding="utf-8"
    )
    labelling.label_file(rows, tmp_path / "out.jsonl", reading)
    labelled = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    for found in labelled:
        del found["id"]
    assert labelled == read
    assert any(found["sources"] for found in labelled)
