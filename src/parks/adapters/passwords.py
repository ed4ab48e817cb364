"""argon2id, hashed in a thread so that no sign-in holds up the others (measured: 0.6 s inline blocks everyone)."""

import anyio
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's floor for argon2id
_AT_ONCE = 2  # two cores: more would only queue inside the pool
_limiters: list[anyio.CapacityLimiter] = []
NO_ONE = _HASHER.hash("nobody has this password")
"""Checked for unknown addresses, so that they take as long as known ones."""


def _limiter() -> anyio.CapacityLimiter:
    if not _limiters:
        _limiters.append(anyio.CapacityLimiter(_AT_ONCE))
    return _limiters[0]


async def hashed(password: str) -> str:
    return await anyio.to_thread.run_sync(_HASHER.hash, password, limiter=_limiter())


async def matches(kept: str, password: str) -> bool:
    return await anyio.to_thread.run_sync(_matches, kept, password, limiter=_limiter())


def _matches(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
