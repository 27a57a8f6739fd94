"""Secrets in the system's keyring: only in a keyring that is known to keep them encrypted."""

from __future__ import annotations

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from reader.domain.errors import LibraryError
from reader.storage.ways_in import Secret, decode, encode

_SERVICE = "Sayso library"

#: Modules of keyring that speak to the Secret Service, to KWallet, to macOS and to Windows. Others write plain files,
#: or are somebody's experiment.
_TRUSTED = {
    f"keyring.backends.{module}" for module in ("SecretService", "libsecret", "kwallet", "macOS", "Windows")
}  # fmt: skip


def name() -> str:
    """The name of the keyring that would be used, or "" where there is none to trust."""
    backend = _trusted()
    return "" if backend is None else str(backend.name)


def store(entry: str, secret: Secret) -> None:
    """Keep a secret under a name. Raises LibraryError where there is no keyring to trust, or where it keeps nothing."""
    backend = _trusted()
    if backend is None:
        raise LibraryError("There is no system keyring here that Sayso trusts.", "Use a passphrase.")
    try:
        backend.set_password(_SERVICE, entry, encode(secret.reveal()))
        kept = backend.get_password(_SERVICE, entry)
    except KeyringError as error:
        raise LibraryError(f"The system's keyring ({backend.name}) kept nothing.", _UNLOCK_IT) from error
    if kept != encode(secret.reveal()):
        raise LibraryError(f"The system's keyring ({backend.name}) gives back something else.", "Use a passphrase.")


def read(entry: str) -> Secret | None:
    """The secret kept under a name, or None. Raises LibraryError where the keyring cannot be read."""
    backend = _trusted()
    if backend is None:
        return None
    try:
        kept = backend.get_password(_SERVICE, entry)
    except KeyringError as error:
        raise LibraryError(f"The system's keyring ({backend.name}) cannot be read.", _UNLOCK_IT) from error
    try:
        return None if kept is None else Secret(decode(kept))
    except ValueError:
        return None


def _trusted() -> KeyringBackend | None:
    """The keyring in use; of a chain of several the first that is trusted."""
    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", [chosen]):
        if type(backend).__module__ in _TRUSTED:
            return backend  # type: ignore[no-any-return]
    return None


_UNLOCK_IT = "Unlock it and try again, or use a passphrase."
