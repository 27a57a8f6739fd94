"""The key file beside a library: its key, sealed for each of the ways in. Useless without one of their secrets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.domain.errors import DamagedError, PassphraseNeededError, WrongKeyError
from reader.storage import files, system_keyring
from reader.storage.ways_in import (
    Kind,
    Secret,
    Way,
    decode,
    encode,
    make,
    seal,
    signature,
    unseal,
)

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Access:
    """What the user opens a library with: the first that is given; nothing given means the system's keyring."""

    passphrase: Secret | None = None
    recovery: Secret | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """One library key: sealed for every way (by the way's id), and its signature under the list of the ways."""

    boxes: dict[str, bytes]
    signature: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the key file holds. keys: one; while the library is given a new key, the present one and the new one.

    whole: as it was written. Where it is not, it may still open in one way and not in another.
    """

    ways: tuple[Way, ...]
    keys: tuple[Sealed, ...]
    whole: bool = True

    @classmethod
    def of(cls, ways: Sequence[Way], *keys: Secret) -> KeyFile:
        """The key file with which each of the ways opens these keys."""
        sealed = tuple(Sealed({way.id: seal(way, key) for way in ways}, signature(key, _listed(ways))) for key in keys)
        return cls(tuple(ways), sealed)

    def keys_for(self, access: Access) -> list[Secret]:
        """The library's key; two where a re-keying was cut short: one of them opens. Raises LibraryError."""
        kind: Kind = "recovery" if access.recovery else "passphrase" if access.passphrase else "keyring"
        ways = [way for way in self.ways if way.kind == kind]
        for way in ways:
            secret = access.recovery or access.passphrase or system_keyring.read(way.id)
            if secret is not None:
                return self._opened(way, secret)
        raise self._no_way(kind)

    def _opened(self, way: Way, secret: Secret) -> list[Secret]:
        found = unseal(way, secret, *(sealed.boxes[way.id] for sealed in self.keys))
        for key, sealed in zip(found, self.keys, strict=True):
            if signature(key, _listed(self.ways)) != sealed.signature:
                raise DamagedError(_CHANGED, _FROM_BACKUP)
        return found

    def _no_way(self, kind: Kind) -> WrongKeyError:
        kinds = {way.kind for way in self.ways}
        if kind == "recovery":
            return WrongKeyError("This library has no recovery key.", "Open it as you usually do.")
        if kind == "passphrase":
            return WrongKeyError("This library has no passphrase.", "Open it with the system's keyring.")
        if "passphrase" in kinds:
            return PassphraseNeededError(
                "The library needs its passphrase.", "On the command line: --passphrase-file F."
            )
        here = system_keyring.name()
        return WrongKeyError(
            "This system's keyring does not know the library."
            if here
            else "There is no system keyring here to open it.",
            "Open it with the recovery key: sayso library unlock --recovery-file F.",
        )

    def with_new(self, kind: Kind, secret: Secret, key: Secret) -> KeyFile:
        """With this passphrase or recovery key in place of the old one."""
        others = [way for way in self.ways if way.kind != kind]
        return KeyFile.of([*others, make(kind, secret)], key)

    def with_keyring(self, key: Secret) -> KeyFile:
        """With a new secret in this system's keyring, beside those of other systems. Raises LibraryError."""
        return KeyFile.of([*self.ways, keyring_way()], key)

    def save(self, file: Path) -> None:
        """Write it. Raises LibraryError."""
        data: dict[str, Any] = {
            "format": _FORMAT,
            "ways": [way.to_dict() for way in self.ways],
            "keys": [
                {"sealed": {way: encode(box) for way, box in key.boxes.items()}, "signature": encode(key.signature)}
                for key in self.keys
            ],
        }
        data["sha256"] = _digest(data)
        files.write(file, json.dumps(data, indent=1).encode())


def load(file: Path) -> KeyFile:
    """Read a key file. Raises LibraryError."""
    try:
        data = json.loads(file.read_bytes())
        if data["format"] > _FORMAT:
            raise DamagedError("The library's key file is from a newer Sayso.", "Install the newest version.")
        ways = tuple(Way.from_dict(one) for one in data["ways"])
        keys = tuple(
            Sealed({way.id: decode(one["sealed"][way.id]) for way in ways}, decode(one["signature"]))
            for one in data["keys"]
        )
        if not keys:
            raise ValueError("no key")
    except FileNotFoundError as error:
        raise DamagedError(f"The library's key file “{file}” is missing.", _FROM_BACKUP) from error
    except OSError as error:
        raise DamagedError(f"“{file}” cannot be read: {error.strerror}.", "Check the permissions.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"The library's key file “{file}” is damaged.", _FROM_BACKUP) from error
    return KeyFile(ways, keys, data.get("sha256", "") in ("", _digest(data)))


def anew(file: Path, key: Secret) -> KeyFile:
    """The same ways to this key, sealed anew, so that a copy takes no decay along. Raises LibraryError."""
    found = load(file)
    if signature(key, _listed(found.ways)) not in {sealed.signature for sealed in found.keys}:
        raise DamagedError(_CHANGED, _FROM_BACKUP)
    return KeyFile.of(found.ways, key)


def faults(file: Path) -> list[str]:
    """What is wrong with a key file. Raises LibraryError where it cannot be read."""
    whole = load(file).whole
    return [] if whole else ["The key file is damaged; a new key makes it anew: sayso library rekey"]


def keyring_way() -> Way:
    """A way in by a new secret that the system's keyring keeps. Raises LibraryError."""
    secret = Secret.random()
    way = make("keyring", secret)
    system_keyring.store(way.id, secret)
    return way


def pending(present: KeyFile, key: Secret, new: Secret) -> KeyFile:
    """While a library is given a new key: both open."""
    return KeyFile.of(present.ways, key, new)


def _digest(data: dict[str, Any]) -> str:
    """The checksum of what a key file says, itself left out: against decay, not against people."""
    rest = {name: value for name, value in data.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _listed(ways: Sequence[Way]) -> bytes:
    return json.dumps([way.to_dict() for way in ways], sort_keys=True).encode()


_CHANGED = "The library's key file was changed by something else than Sayso."
_FROM_BACKUP = "Put back the one that stands beside a backup, or restore a backup."
