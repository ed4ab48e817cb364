"""The demo world: who can be met in it, and how it is made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the demo world whom a visitor may be; the password is printed at the start."""

    role: str
    name: str
    email: str
    password: str


LOGINS: tuple[Login, ...] = ()
"""Who lives in the demo world."""


async def build() -> None:
    """Make the world in an empty, migrated database, by our own actions. Called once, with the pool open."""
