"""python-jose behind one wall (docs/adr/0005): nothing else imports it.

One algorithm, one kind of key, every claim required; a forged or malformed token is None, never an error.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from jose import jwt
from jose.exceptions import JOSEError

from parks.settings import settings

ALGORITHM = "HS256"
ISSUER = "parks"
_MUST_HAVE: dict[str, Any] = {
    "require_exp": True,
    "require_iat": True,
    "require_sub": True,
    "require_jti": True,
    "require_aud": True,
    "require_iss": True,
    "leeway": 5,
}


def check_keys() -> None:
    """Refuse to start with a key that can be guessed."""
    if len(settings().secret_key) < 32:
        raise RuntimeError("PARKS_SECRET_KEY needs at least 32 characters (openssl rand -hex 32)")
    if settings().former_secret_key and len(settings().former_secret_key) < 32:
        raise RuntimeError("PARKS_FORMER_SECRET_KEY needs at least 32 characters")


def sign(audience: str, subject: str, token_id: str, lifetime: timedelta, **claims: Any) -> str:
    """A signed token for one purpose (`audience`: session, letter, …)."""
    made = datetime.now(UTC)
    body = claims | {
        "iss": ISSUER,
        "aud": audience,
        "sub": subject,
        "jti": token_id,
        "iat": made,
        "exp": made + lifetime,
    }
    token: str = jwt.encode(body, settings().secret_key, algorithm=ALGORITHM)
    return token


def read(audience: str, token: str) -> dict[str, Any] | None:
    """The claims of a token we signed for this purpose and that still stands, or None."""
    keys = [key for key in (settings().secret_key, settings().former_secret_key) if key]
    try:
        claims: dict[str, Any] = jwt.decode(
            token, keys, algorithms=[ALGORITHM], issuer=ISSUER, audience=audience, options=_MUST_HAVE
        )
    except (JOSEError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return claims


def seal(purpose: str, text: str) -> str:
    """A keyed fingerprint of a text for one purpose: form tokens, verification codes, hashed look-ups."""
    return hmac.new(settings().secret_key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def sealed(purpose: str, text: str, mark: str) -> bool:
    return hmac.compare_digest(seal(purpose, text), mark)


def compare(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of how far they agree."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def new_secret(size: int = 32) -> str:
    return secrets.token_urlsafe(size)


def digest(secret: str) -> str:
    """What the database keeps of a code or key: it cannot be used when the table leaks."""
    return hashlib.sha256(secret.encode()).hexdigest()
