"""What a user gives to open a library with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import InputError

if TYPE_CHECKING:
    from reader.storage.keyfile import Access
    from reader.storage.ways_in import Secret


@dataclass(frozen=True, slots=True)
class Keys:
    """The first that is given counts: a recovery key's file, a passphrase's file, a typed passphrase.

    Nothing given: the system's keyring.
    """

    passphrase_file: Path | None = None
    recovery_file: Path | None = None
    passphrase: str = field(default="", repr=False)

    def access(self) -> Access:
        """As storage takes it. Raises LibraryError."""
        from reader.storage.keyfile import Access

        if self.recovery_file is not None:
            return Access(recovery=self._recovery(self.recovery_file))
        return Access(passphrase=self.passphrase_secret())

    def passphrase_secret(self) -> Secret | None:
        """The passphrase, if one is given. Raises LibraryError."""
        from reader.storage import files, ways_in

        if self.passphrase_file is not None:
            return ways_in.passphrase_secret(files.read_private(self.passphrase_file))
        return ways_in.passphrase_secret(self.passphrase.encode()) if self.passphrase else None

    @staticmethod
    def _recovery(file: Path) -> Secret:
        from reader.storage import ways_in

        try:
            return ways_in.recovery_secret(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"The recovery key cannot be read from “{file}”.", "Check the name.") from error


def keep_recovery_key(text: str, file: Path) -> None:
    """Write a recovery key into a new file for its owner alone. Raises LibraryError."""
    from reader.storage import files

    if file.exists():
        raise InputError(f"“{file}” is there already.", "Choose another name; Sayso overwrites no recovery key.")
    files.write(file, f"{text}\n".encode())
