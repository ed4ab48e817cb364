"""A person's keys for programs: their secret is shown once and kept as a digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from parks.adapters import database, tokens
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.identity import permissions
from parks.identity.rules import limits
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _

PREFIX = "parks_"


@dataclass(frozen=True, slots=True)
class NewKey:
    """`secret` is shown now and never again."""

    id: UUID
    secret: str


async def make_key(
    actor: Actor,
    name: str,
    *,
    roles: Sequence[tuple[Role, UUID]] = (),
    read_only: bool = True,
    days: int = 90,
) -> NewKey:
    """A key of one's own. `roles`: pairs of a role and an organisation, held there or above; none: as a founder."""
    require(permissions.may_make_keys(actor))
    name = " ".join(name.split())
    fields = {}
    if not name or len(name) > 100 or not name.isprintable():
        fields["name"] = _("Name the key after what uses it, in at most {n} characters.", n=100)
    if not 1 <= days <= limits.KEY_LIVES_MOST:
        fields["days"] = _("A key lives at least one day and at most {n}.", n=limits.KEY_LIVES_MOST)
    if fields:
        raise Invalid(fields=fields)
    secret = PREFIX + tokens.new_secret()
    key_id, chosen = uuid7(), dict.fromkeys(roles)
    async with tx():
        await database.value("SELECT id FROM person WHERE id = $1 FOR UPDATE", actor.id)  # counting and adding are one
        paths = {
            one["id"]: one["path"]
            for one in await database.rows(
                "SELECT id, path FROM organisation WHERE id = ANY($1)", [place for _role, place in chosen]
            )
        }
        if not all(place in paths and actor.holds(role, paths[place]) for role, place in chosen):
            raise Invalid(fields={"roles": _("A key can only use roles that you hold yourself.")})
        standing = await database.value(
            "SELECT count(*) FROM api_key WHERE person = $1 AND revoked_at IS NULL AND expires_at > now()", actor.id
        )
        if standing >= limits.KEYS_MOST:
            raise Conflict(_("You have {n} keys, which is the most. Revoke one first.", n=limits.KEYS_MOST))
        await database.execute(
            "INSERT INTO api_key (id, person, name, shown, digest, read_only, made_at, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, now(), now() + $7::interval)",
            key_id,
            actor.id,
            name,
            secret[:12],
            tokens.digest(secret),
            read_only,
            timedelta(days=days),
        )
        await database.execute_many(
            "INSERT INTO api_key_role (id, key, role, organisation) VALUES ($1, $2, $3, $4)",
            [(uuid7(), key_id, role.value, place) for role, place in chosen],
        )
        await audit.record(
            actor,
            "key made",
            key_id,
            name=name,
            read_only=read_only,
            days=days,
            roles=[f"{role.value} at {paths[place]}" for role, place in chosen],
        )
    return NewKey(key_id, secret)


async def revoke_key(actor: Actor, key_id: UUID) -> None:
    """End one of one's own keys at once; twice is no error. Hidden (404) for anyone else's."""
    require(permissions.may_make_keys(actor))
    async with tx():
        row = await database.row(
            "SELECT name, revoked_at FROM api_key WHERE id = $1 AND person = $2 FOR UPDATE", key_id, actor.id
        )
        if row is None:
            hidden()
        if row["revoked_at"] is None:
            await database.execute("UPDATE api_key SET revoked_at = now() WHERE id = $1", key_id)
            await audit.record(actor, "key revoked", key_id, name=row["name"])
