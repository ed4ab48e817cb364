"""Identity and account numbers at rest: encrypted, and findable by a keyed fingerprint alone (docs/adr/0031).

The key is derived from the secret key for this one purpose. While keys are changed the former one still opens;
`parks reseal` brings what is stored over to the new one.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from parks.adapters import tokens
from parks.settings import settings


def lock(plain: str) -> str:
    """The text encrypted and authenticated; never the same twice."""
    return _keys().encrypt(plain.encode()).decode()


def unlock(locked: str) -> str:
    """The text again. RuntimeError where it was not locked with a key of ours: that is for operators, not for users."""
    try:
        return _keys().decrypt(locked.encode()).decode()
    except InvalidToken:
        raise RuntimeError("a locked value does not open with the present keys (PARKS_FORMER_SECRET_KEY?)") from None


def fingerprint(kind: str, normalised: str) -> str:
    """Equal for equal numbers, and of no use without the key. `kind` is "identity" or "account"; empty stays empty."""
    return tokens.seal(f"fingerprint:{kind}", normalised) if normalised else ""


@cache
def _keys() -> MultiFernet:
    return MultiFernet([_key(one) for one in (settings().secret_key, settings().former_secret_key) if one])


def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"parks vault 1").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
