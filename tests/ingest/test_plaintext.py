"""Plain text, pasted pages, and sentences that come one by one."""

import random
from pathlib import Path

import pytest

from reader.domain.article import Article, BlockKind
from reader.ingest.formats import article_from_sentences, read_file, read_text
from tests.ingest.properties import check_blocks

SENTENCES = [
    "FILE PHOTO: Ships lie in the port of Halden, March 1, 2026.",
    "REUTERS/Ana Reis",
    "The ministry said on Monday that the harbour would stay closed.",
    "THE LONG WAY",
    "Ships  waited outside\u00a0the port 🚢 for a third day.",
    "An old crane is pictured in the port of Halden, May 3, 2026.",
    "REUTERS/Tom Example/File Photo",
    "Nobody knows how long the repair will take.",
    "Slideshow (8 Images)",
]
KINDS = ["caption", "caption", "paragraph", "heading", "paragraph", "caption", "caption", "paragraph", "furniture"]


def kinds(article: Article) -> list[str]:
    return [b.kind.value for b in article.blocks]


def texts(article: Article, kind: BlockKind) -> list[str]:
    return [article.text_of(b) for b in article.blocks if b.kind is kind]


def test_sentences_become_one_block_each_with_unchanged_text() -> None:
    article = article_from_sentences(SENTENCES)
    assert [article.text_of(b) for b in article.blocks] == SENTENCES
    assert kinds(article) == KINDS
    check_blocks(article)


def test_a_text_with_the_same_sentences_as_paragraphs_gives_the_same_kinds() -> None:
    assert kinds(read_text("\n\n".join(SENTENCES))) == KINDS


@pytest.mark.parametrize(
    "text", ["Minister resigns over the wall at Halden", "Why did nobody look at the wall?", "Wall"]
)
def test_a_lone_fragment_heads_nothing(text: str) -> None:
    article = article_from_sentences([text])
    assert len(article.blocks) == 1
    if len(text.split()) >= 4:
        assert article.blocks[0].kind is BlockKind.PARAGRAPH


def test_an_empty_sentence_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        article_from_sentences(["Yes.", ""])


def test_lines_broken_by_hand_are_joined() -> None:
    text = (
        "The ministry said on Monday that the harbour would stay closed, as\n"
        "ships waited outside the port for a third day and drivers began to\n"
        "queue at filling stations in three districts of the north coast.\n\n"
        "Nobody knows how long the repair will take, and the quarry has no\n"
        "stone left to sell.\n"
    )
    article = read_text(text)
    assert kinds(article) == ["paragraph", "paragraph"]
    assert "closed, as ships waited" in article.text


def test_lines_of_a_pasted_page_stay_apart() -> None:
    article = read_text(
        "Ships wait (REUTERS)\nA diver climbs out of the water by the wall (AFP)\n\nThe port is closed, he said."
    )
    assert kinds(article) == ["caption", "caption", "paragraph"]


def test_the_fuller_of_two_captions_is_kept() -> None:
    article = read_text(
        "The port is closed, the ministry said.\n\nA diver climbs out of the water beside the wall\n\n"
        "A diver climbs out of the water beside the wall (Ana Reis/AFP)\n\nThe wall broke on Monday night."
    )
    assert [(b.kind.value, b.reason) for b in article.blocks[1:3]] == [
        ("furniture", "Caption that stands twice"),
        ("caption", ""),
    ]


def test_headlines_under_related_stories_are_left_out_until_the_text_goes_on() -> None:
    article = read_text(
        "The port is closed, the ministry said.\n\nRelated Stories\nGrain trains stand still\nMild winter ahead\n\n"
        "The wall broke on Monday night.\n\nWhat now?\n\nDivers will look at it on Friday."
    )
    assert kinds(article) == ["paragraph", "furniture", "furniture", "furniture", "paragraph", "heading", "paragraph"]


def test_the_writer_is_introduced_at_the_end_only() -> None:
    line = "Ana Reis is a professor of law at the University of Brannock."
    others = [f"The ministry said {n} times that the port was safe." for n in range(8)]
    assert kinds(article_from_sentences([*others, line]))[-1] == "byline"
    assert kinds(article_from_sentences([line, *others]))[0] == "paragraph"


def test_a_wall_is_said_only_where_the_article_ends_at_it() -> None:
    body = "\n\n".join(f"The {n} ships waited outside the port for a third day, the ministry said." for n in range(20))
    assert "cut off" in read_text(f"{body}\n\nSubscribe to continue reading").cut_off
    assert read_text(f"Subscribe to continue reading\n\n{body}").cut_off == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry said on Monday that the harbour would stay closed for a third day.", "en"),
        ("Das Ministerium sagte am Montag, dass der Hafen geschlossen bleibt und die Schiffe nicht auslaufen.", "de"),
        ("В понедельник министерство заявило, что порт не откроют и что это решение на три дня.", "ru"),
        ("港口星期一关闭，部长说船只不能离开。", "zh"),
    ],
)
def test_language_is_guessed(text: str, language: str) -> None:
    assert read_text(text).metadata.language == language


def test_blocks_hold_for_any_text() -> None:
    rng = random.Random(7)
    lines = [
        *SENTENCES,
        "",
        " \t",
        "By Ana Reis",
        "Sign up to read this article",
        "😀",
        "a",
        "?",
        "- x",
        "1) y",
        "\u200b",
        "(",
    ]
    for _ in range(200):
        text = "\n".join(rng.choice(lines) for _ in range(rng.randrange(1, 25)))
        if text.strip("\u200b \t\n"):
            check_blocks(read_text(text))


def test_the_users_example() -> None:
    path = Path(__file__).parents[3] / "shared" / "articles" / "000_f320c4a23c3740cb.txt"
    if not path.exists():
        pytest.skip("the example article is not here")
    article = read_file(path)
    check_blocks(article)
    assert article.title.startswith("What will Vladimir Putin do next")
    assert article.metadata.author == "Chris Hughes"
    assert article.metadata.outlet == "Daily Mirror"
    assert texts(article, BlockKind.BYLINE) == ["Chris Hughes"]
    assert len(texts(article, BlockKind.CAPTION)) == 5
    assert [t.split()[0] for t in texts(article, BlockKind.HEADING)] == ["Why", "What", "Is", "What"]
    body = [article.text_of(b) for b in article.claim_blocks()]
    assert len(body) == 31
    assert body[0].startswith("Putin is once again")
    assert body[-1].startswith("And the military has repeatedly bungled")
    assert "sign-up wall" in article.cut_off
    assert "may be cut off" in article.cut_off
    assert all(b.reason for b in article.blocks if not b.shown)


def test_a_headline_with_a_full_stop_is_known_at_the_head_of_an_article_only() -> None:
    text = ["The town met on Monday.", "It rained all day.", "The mayor went home.", "The harbour was closed."]
    headline, subheading = "Mayor blasts council over harbour plan.", "Talks resume after long pause."
    assert kinds(article_from_sentences([headline, *text]))[:2] == ["title", "paragraph"]
    assert kinds(article_from_sentences([headline, subheading, *text]))[2] == "paragraph"
    assert "paragraph" not in kinds(article_from_sentences([headline, subheading, *text]))[:2]
    assert kinds(article_from_sentences([*text, headline]))[-1] == "paragraph"
    assert kinds(article_from_sentences([headline]))[0] == "paragraph"
    assert kinds(article_from_sentences(["Police searched the harbour.", *text]))[0] == "paragraph"
