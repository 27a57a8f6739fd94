"""What a line is, judged by its words alone."""

import pytest

from reader.domain.article import BlockKind
from reader.ingest.lines import classify

P, H, C = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # Full sentences stay text, whatever they speak of.
        ("The harbour was closed on Monday.", P),
        ("Police have asked people to sign up for the search.", P),
        ("“Where were you?” she asked him.", P),
        ("Ana Reis met Tomas Edel in Port Halden on Friday.", P),
        ("By Friday the port had been closed for a week.", P),
        ("The agency is part of the World Health Organization (WHO).", P),
        ("Why did he do it, when everybody in the town had told him again and again that the wall was rotten?", P),
        ("Last spring the two towns founded a choir named Who Sings?", P),
        ("She had a crew of nine men and (so they say) a goat", P),
        ("thoughts are with #PortHalden tonight", P),
        # Headings.
        ("Why was the harbour closed?", H),
        ("What happens now", H),
        ("THE LONG WAY HOME", H),
        ("Why Nobody Looked At the Wall", H),
        # Captions and what signs them.
        ("Ships wait in the bay outside the port (REUTERS)", C),
        ("A woman sweeps the street after the storm (Ana Reis/AFP via Getty Images)", C),
        ("A rescuer carries a child out of the school in Halden (Coast Guard Service)", C),
        ("FILE PHOTO: The minister speaks in May.", C),
        ("REUTERS/Ana Reis/File Photo", C),
        ("(Xinhua/Li Example)", C),
        ("Photo: Ana Reis", C),
        # The rest of a page.
        ("By Ana Reis", BlockKind.BYLINE),
        ("Tom Example contributed to this report.", BlockKind.BYLINE),
        ("10 October 2022", BlockKind.DATE),
        ("Published: Oct 10, 2022 at 8.45am GMT", BlockKind.DATE),
        ("• Two piers are open", BlockKind.LIST_ITEM),
        ("Sign up to read this article", BlockKind.FURNITURE),
        ("Related Stories", BlockKind.FURNITURE),
        ("___.", BlockKind.FURNITURE),
    ],
)
def test_kind_of_a_line(text: str, kind: BlockKind) -> None:
    assert classify(text).kind is kind


def test_furniture_says_why_it_is_left_out() -> None:
    piece = classify("Start reading")
    assert not piece.shown
    assert piece.reason == "Sign-up text"
