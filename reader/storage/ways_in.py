"""The ways to a library's key: a secret in the system's keyring, a passphrase, a recovery key.

Each way has a key pair. The key file holds the public half, and the library's key sealed for it; the private half comes
from the secret. So a new library key can be sealed for every way without asking for its secret again, and whoever
learns one library key learns no way's secret.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reader.domain.errors import WrongKeyError

Kind = Literal["keyring", "passphrase", "recovery"]

_SIZE = 32
_SALT = 16
_LABEL = b"sayso key file 1"
#: Every key seals one message only, so its nonce never repeats.
_NONCE = bytes(12)
#: The digits a recovery key does not have, and the letters they were read for.
_MISREAD = str.maketrans("018", "OIB")


class Secret:
    """Bytes that are never shown: not in a message, not in a traceback."""

    __slots__ = ("_bytes",)

    def __init__(self, value: bytes) -> None:
        self._bytes = value

    def reveal(self) -> bytes:
        """The bytes themselves."""
        return self._bytes

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._bytes, other._bytes)

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def random(cls) -> Secret:
        """256 bits nobody can guess."""
        return cls(secrets.token_bytes(_SIZE))


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id spends on one guess at a passphrase: the second choice of RFC 9106, some 0.1 s and 64 MiB."""

    passes: int = 3
    lanes: int = 4
    memory_kib: int = 65536

    @property
    def bearable(self) -> bool:
        """Whether a computer can spend it; a damaged key file may ask for anything."""
        if not all(isinstance(number, int) for number in (self.passes, self.lanes, self.memory_kib)):
            return False
        return 1 <= self.passes <= 64 and 1 <= self.lanes <= 64 and 8 * self.lanes <= self.memory_kib <= 1 << 22


COST = Cost()


@dataclass(frozen=True, slots=True)
class Way:
    """One way in, as the key file knows it. salt, cost: for a passphrase only, else b"" and None."""

    id: str
    kind: Kind
    public: bytes
    salt: bytes = b""
    cost: Cost | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        found: dict[str, Any] = {"id": self.id, "kind": self.kind, "public": encode(self.public)}
        if self.cost is not None:
            found["salt"] = encode(self.salt)
            found["argon2id"] = {name: getattr(self.cost, name) for name in Cost.__slots__}
        return found

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Way:
        """The inverse of `to_dict`. Raises KeyError, TypeError or ValueError where the data are of another shape."""
        if data["kind"] not in ("keyring", "passphrase", "recovery"):
            raise ValueError("unknown kind")
        cost = Cost(**data["argon2id"]) if "argon2id" in data else None
        way = cls(data["id"], data["kind"], decode(data["public"]), decode(data.get("salt", "")), cost)
        if way.kind == "passphrase" and (len(way.salt) != _SALT or cost is None or not cost.bearable):
            raise ValueError("no way in")
        if len(way.public) != _SIZE or (way.kind != "passphrase" and cost is not None):
            raise ValueError("no way in")
        return way


def make(kind: Kind, secret: Secret) -> Way:
    """A new way in, by this secret."""
    salt = secrets.token_bytes(_SALT) if kind == "passphrase" else b""
    cost = COST if kind == "passphrase" else None
    private = _private(secret, salt, cost)
    return Way(secrets.token_hex(8), kind, private.public_key().public_bytes_raw(), salt, cost)


def seal(way: Way, key: Secret) -> bytes:
    """The library's key, to be opened by this way's secret alone."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(way.public))
    public = once.public_key().public_bytes_raw()
    return public + ChaCha20Poly1305(_derive(shared, public + way.public)).encrypt(_NONCE, key.reveal(), _LABEL)


def unseal(way: Way, secret: Secret, *sealed: bytes) -> list[Secret]:
    """The library keys that were sealed for a way. Raises WrongKeyError where this is not its secret."""
    private = _private(secret, way.salt, way.cost)
    if not hmac.compare_digest(private.public_key().public_bytes_raw(), way.public):
        raise wrong(way.kind)
    found = []
    for one in sealed:
        public, box = one[:_SIZE], one[_SIZE:]
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(public))
            key = ChaCha20Poly1305(_derive(shared, public + way.public)).decrypt(_NONCE, box, _LABEL)
        except (InvalidTag, ValueError) as error:
            raise wrong(way.kind) from error
        found.append(Secret(key))
    return found


def wrong(kind: Kind) -> WrongKeyError:
    """The sentence for a secret that does not open."""
    what, remedy = {
        "keyring": (
            "The secret in this system's keyring does not open the library.",
            "Open it with the recovery key: sayso library unlock --recovery-file F.",
        ),
        "passphrase": ("This passphrase does not open the library.", "Try again, or use the recovery key."),
        "recovery": ("This recovery key does not open the library.", "It may be the key of another library."),
    }[kind]
    return WrongKeyError(what, remedy)


def signature(key: Secret, message: bytes) -> bytes:
    """What only a holder of the library's key can have made of `message`."""
    return hmac.digest(_derive(key.reveal(), b"ways in"), message, "sha256")


def recovery_text(secret: Secret) -> str:
    """A recovery key for paper: groups of four letters and digits."""
    check = hmac.digest(_LABEL, secret.reveal(), "sha256")[:3]
    letters = base64.b32encode(secret.reveal() + check).decode().rstrip("=")
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def recovery_secret(text: str) -> Secret:
    """The inverse of `recovery_text`; case, blanks and dashes do not matter. Raises WrongKeyError."""
    letters = "".join(c for c in text.upper() if c.isalnum()).translate(_MISREAD)
    try:
        both = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        both = b""
    secret, check = Secret(both[:_SIZE]), both[_SIZE:]
    if len(both) != _SIZE + 3 or not hmac.compare_digest(hmac.digest(_LABEL, secret.reveal(), "sha256")[:3], check):
        raise WrongKeyError("This is not a recovery key.", "A letter may be wrong: compare it with what you kept.")
    return secret


def passphrase_secret(data: bytes) -> Secret:
    """What a passphrase file or a typed passphrase says; one final newline does not count. Raises WrongKeyError."""
    words = data.removesuffix(b"\r\n") if data.endswith(b"\r\n") else data.removesuffix(b"\n")
    if not words:
        raise WrongKeyError("The passphrase is empty.", "Write one into the file.")
    return Secret(words)


def encode(data: bytes) -> str:
    """Bytes for JSON."""
    return base64.b64encode(data).decode()


def decode(text: str) -> bytes:
    """The inverse of `encode`. Raises ValueError."""
    return base64.b64decode(text, validate=True)


def _private(secret: Secret, salt: bytes, cost: Cost | None) -> X25519PrivateKey:
    if cost is None:
        return X25519PrivateKey.from_private_bytes(secret.reveal())
    derived = Argon2id(
        salt=salt, length=_SIZE, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(secret.reveal())
    return X25519PrivateKey.from_private_bytes(derived)


def _derive(material: bytes, context: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _SIZE, None, _LABEL + context).derive(material)
