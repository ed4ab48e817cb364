"""One's own account: roles, sessions, keys."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.identity.queries.asking import LIVE
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.settings import settings


@dataclass(frozen=True, slots=True)
class SessionView:
    """One of a person's sessions; `here` is the one that asks."""

    id: UUID
    made_at: datetime
    seen_at: datetime
    user_agent: str
    ip: str
    here: bool


@dataclass(frozen=True, slots=True)
class HeldView:
    """A role with the name of its place; `value` is how forms send it back."""

    role: Role
    organisation_id: UUID
    organisation: Bilingual
    until: date | None = None

    @property
    def value(self) -> str:
        return f"{self.role.value}@{self.organisation_id}"


@dataclass(frozen=True, slots=True)
class KeyView:
    """`standing`: neither revoked nor too old."""

    id: UUID
    name: str
    shown: str
    read_only: bool
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    roles: tuple[HeldView, ...]


@dataclass(frozen=True, slots=True)
class AccountView:
    email: str
    roles: tuple[HeldView, ...]


async def account(actor: Actor) -> AccountView:
    """One's own address and roles."""
    found = await database.rows(
        "SELECT p.email, h.* FROM person p CROSS JOIN (SELECT parks_now() AS now) c LEFT JOIN LATERAL ("
        " SELECT a.role, a.until, o.id, o.name_zh, o.name_en, o.path FROM appointment a"
        f" JOIN organisation o ON o.id = a.organisation WHERE a.person = p.id AND {LIVE}) h ON TRUE"
        " WHERE p.id = $1 ORDER BY h.path, h.role",
        actor.id,
    )
    if not found:
        hidden()
    return AccountView(found[0]["email"], tuple(_held(one) for one in found if one["role"]))


def _held(row: Any) -> HeldView:
    return HeldView(Role(row["role"]), row["id"], Bilingual(row["name_zh"], row["name_en"]), row["until"])


async def sessions(actor: Actor, here: UUID | None) -> list[SessionView]:
    """One's own sessions that stand, the latest used first."""
    found = await database.rows(
        "SELECT id, made_at, seen_at, user_agent, ip FROM session WHERE person = $1 AND ended_at IS NULL"
        " AND expires_at > now() AND seen_at > now() - $2::interval ORDER BY seen_at DESC, id DESC LIMIT 100",
        actor.id,
        settings().session_idle,
    )
    return [SessionView(**one, here=one["id"] == here) for one in found]


async def keys(actor: Actor) -> list[KeyView]:
    """One's own keys that stand, the newest first."""
    found = await database.rows(
        "SELECT k.id, k.name, k.shown, k.read_only, k.made_at, k.expires_at, k.used_at,"
        " (SELECT array_agg((g.role, o.id, o.name_zh, o.name_en) ORDER BY o.path, g.role) FROM api_key_role g"
        "  JOIN organisation o ON o.id = g.organisation WHERE g.key = k.id) AS roles"
        " FROM api_key k WHERE k.person = $1 AND k.revoked_at IS NULL AND k.expires_at > now() ORDER BY k.id DESC",
        actor.id,
    )
    return [
        KeyView(
            **{
                **one,
                "roles": tuple(
                    HeldView(Role(role), place, Bilingual(zh, en)) for role, place, zh, en in one["roles"] or ()
                ),
            }
        )
        for one in found
    ]
