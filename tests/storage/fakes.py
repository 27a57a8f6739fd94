"""A keyring that stands in for the system's, and articles that are put in without being read."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from sqlalchemy.orm import Session

from reader.domain.library import LibraryArticle, Original
from reader.storage import articles
from tests.services.fakes import article


class FakeKeyring(KeyringBackend):
    """Keeps what it is given; `kept` may be changed by a test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def put_in(session: Session, text: str, version_of: int | None = None) -> int:
    """An article of one paragraph, which has no analysis."""
    listed = LibraryArticle(
        0, "", "", "", "", "", "", "", 2, {}, (), (), star=False, state="unread", text_sha256=text
    )  # fmt: skip
    return articles.add(session, article(text), listed, Original("", None), version_of)
