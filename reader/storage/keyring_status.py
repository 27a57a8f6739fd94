"""Which keyring this system offers for keeping secrets."""

from __future__ import annotations


def backend_name() -> str:
    """The name of the keyring that would be used, or "" where there is none."""
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return "" if isinstance(backend, fail.Keyring | null.Keyring) else str(backend.name)
