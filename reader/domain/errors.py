"""Everything that can go wrong for a user, as one tree. Each error knows the sentence the user sees."""

from __future__ import annotations


class SaysoError(Exception):
    """A problem a user can meet.

    what: one plain sentence, what happened.
    remedy: one plain sentence, what to do about it.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class InputError(SaysoError):
    """The file or text that was given cannot be used. Exit status 1 on the command line."""


class UsageError(SaysoError):
    """The command was called wrongly. Exit status 2 on the command line."""


class RuleError(SaysoError):
    """A rule file is not as it should be. `what` names the file and the line."""


class SettingsError(SaysoError):
    """The user's settings file is not as it should be."""


class SetupError(SaysoError):
    """A part of the installation is missing or does not work."""


class AnalysisError(SaysoError):
    """The analysis of an article stopped. The text stays readable."""


class LibraryError(SaysoError):
    """The library cannot do what was asked. Nothing that was acknowledged before is lost."""


class NoLibraryError(LibraryError):
    """There is no library in the folder yet."""


class WrongKeyError(LibraryError):
    """The keyring's secret, passphrase or recovery key that was given does not open the library."""


class PassphraseNeededError(WrongKeyError):
    """Nothing was given to open the library with, and a passphrase would do."""


class NewerError(LibraryError):
    """A library or a backup was made by a newer Sayso."""


class DamagedError(LibraryError):
    """A file of the library or of a backup is not as Sayso wrote it."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised inside long work when the user has cancelled it."""
