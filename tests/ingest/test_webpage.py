"""Saved web pages: body, roles, captions, metadata, what is left out."""

import gzip
import json
import re
from pathlib import Path

import pytest

from reader import paths
from reader.domain.article import Article, BlockKind
from reader.ingest.formats import read_file, read_html
from tests.ingest.properties import check_blocks

SENTENCE = "The ministry said on Monday that the harbour would stay closed, as {} ships waited outside for a third day."
TEXT = "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(12))


LINKED_DATA = (
    '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": [{"name": "A B"}]}]}</script>'
)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"


def texts(article: Article, kind: BlockKind) -> list[str]:
    return [article.text_of(b) for b in article.blocks if b.kind is kind]


def reason(article: Article, text: str) -> str:
    return next(b.reason for b in article.blocks if article.text_of(b) == text and not b.shown)


@pytest.fixture(scope="module")
def sample() -> Article:
    return read_file(paths.resources() / "samples" / "harbour-closure.html")


def test_sample_has_the_roles_of_its_page(sample: Article) -> None:
    check_blocks(sample)
    assert sample.title == "Why has Kestria closed Port Halden, and what happens now? Your questions answered"
    assert texts(sample, BlockKind.BYLINE) == ["Ines Calloway"]
    assert texts(sample, BlockKind.DATE) == ["17 November 2026"]
    assert [t[-1] for t in texts(sample, BlockKind.HEADING)] == ["?"] * 4
    assert len(texts(sample, BlockKind.PARAGRAPH)) == 21
    assert "sign-up wall" in sample.cut_off


def test_sample_keeps_the_signed_one_of_each_caption(sample: Article) -> None:
    captions = texts(sample, BlockKind.CAPTION)
    assert len(captions) == 3
    assert all(c.endswith(")") for c in captions)
    assert sum(b.reason == "Caption that stands twice" for b in sample.blocks) == 3


def test_sample_metadata_come_from_the_file(sample: Article) -> None:
    meta = sample.metadata
    assert (meta.author, meta.outlet, meta.language) == ("Ines Calloway", "Harbour Mercury", "en")
    assert meta.url == "https://newsquay.example/news/why-has-kestria-closed-port-halden"
    assert meta.saved == "2026-11-18T08:12:40"
    assert meta.published == "2026-11-17T18:40:00"
    assert re.fullmatch(r"sayso-html \d+, trafilatura [\d.]+", sample.extractor)


def test_sample_lists_what_was_left_out(sample: Article) -> None:
    assert reason(sample, "Start reading") == "Sign-up text"
    assert reason(sample, "Related Stories") == "Related stories"
    assert not any("newsquay" in sample.text_of(b).lower() for b in sample.blocks if b.shown)


def test_figure_captions_stand_where_the_picture_stands() -> None:
    article = read_html(
        page(
            f"<h1>A harbour closes for good</h1>{TEXT}<figure><img src=a><figcaption><span>Ships in the bay</span>"
            f"<span class=credit>Ana Reis</span></figcaption></figure><p>The last paragraph ends the story here.</p>"
        )
    )
    assert texts(article, BlockKind.CAPTION) == ["Ships in the bay Ana Reis"]
    assert [b.kind.value for b in article.blocks][-2:] == ["caption", "paragraph"]


def test_captions_are_known_by_their_class_too() -> None:
    article = read_html(page(f"{TEXT}<div><img src=a><p class='wp-caption-text'>Ships in the bay</p></div>{TEXT}"))
    assert texts(article, BlockKind.CAPTION) == ["Ships in the bay"]


def test_lists_quotations_and_headings_keep_their_kind() -> None:
    article = read_html(
        page(
            f"{TEXT}<h3>What comes next for the harbour</h3><ul><li>Divers will look at the wall on Friday.</li></ul>"
            f"<blockquote><p>We did not know how bad it was under the wall.</p></blockquote>{TEXT}"
        )
    )
    assert texts(article, BlockKind.LIST_ITEM) == ["Divers will look at the wall on Friday."]
    assert texts(article, BlockKind.QUOTATION) == ["We did not know how bad it was under the wall."]
    assert [b.level for b in article.blocks if b.kind is BlockKind.HEADING] == [3]


def test_pointers_and_shares_within_the_text_are_left_out() -> None:
    article = read_html(page(f"{TEXT}<p>Read more: Dredging begins in May</p>{TEXT.replace('Monday', 'Tuesday')}"))
    assert reason(article, "Read more: Dredging begins in May") == "Pointer to another article"


def test_inline_markup_parts_no_words_and_breaks_part_paragraphs() -> None:
    article = read_html(
        page(f"{TEXT}<p>The min<b>ist</b>er said so&nbsp;again.<br><br>Then she went home to the coast.</p>{TEXT}")
    )
    assert "The minister said so again." in texts(article, BlockKind.PARAGRAPH)
    assert "Then she went home to the coast." in texts(article, BlockKind.PARAGRAPH)


def test_hidden_text_and_scripts_are_no_text() -> None:
    article = read_html(page(f"{TEXT}<p hidden>Hidden words of the page.</p><script>alert('words')</script>{TEXT}"))
    assert "Hidden" not in article.text
    assert "alert" not in article.text


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="og:site_name" content="Example Post">', "outlet", "Example Post"),
        ('<meta name="author" content="By Ana Reis">', "author", "Ana Reis"),
        ('<link rel="canonical" href="https://example.org/a">', "url", "https://example.org/a"),
        ('<meta property="article:published_time" content="2026-01-02T03:04:05Z">', "published", "2026-01-02T03:04:05"),
        (LINKED_DATA, "author", "A B"),
        ('<script type="application/ld+json">{broken</script><title>Port is shut | P</title>', "title", "Port is shut"),
    ],
)  # fmt: skip
def test_metadata(head: str, field: str, value: str) -> None:
    assert getattr(read_html(page(TEXT, head)).metadata, field) == value


def test_the_words_decide_the_language_where_the_page_is_wrong_about_it() -> None:
    german = (
        "<p>Das Ministerium sagte am Montag, dass der Hafen geschlossen bleibt und nicht vor Mai geöffnet wird.</p>"
    )
    article = read_html(page(german * 8).replace("<html>", "<html lang=en>"))
    assert article.metadata.language == "de"


def test_extraction_gate_on_the_development_pages() -> None:
    """F1 of word 4-grams over the pages' gold bodies, and captions kept, if the pages are here."""
    folder = Path(__file__).parents[3] / "shared" / "articles" / "extraction"
    if not folder.is_dir():
        pytest.skip("the development pages are not here")
    from collections import Counter

    def grams(text: str) -> Counter[tuple[str, ...]]:
        words = re.findall(r"\w+", text)
        return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()

    body_kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTATION)
    precision, recall = [], []
    for key, gold in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items():
        article = read_html(gzip.decompress((folder / f"{key}.html.gz").read_bytes()).decode("utf-8", "replace"))
        check_blocks(article)
        want = grams(gold["articleBody"])
        got = grams("\n".join(article.text_of(b) for b in article.blocks if b.kind in body_kinds))
        both = sum((want & got).values())
        precision.append(both / sum(got.values()))
        recall.append(both / sum(want.values()))
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    assert 2 * p * r / (p + r) >= 0.980, "this gate only rises"
