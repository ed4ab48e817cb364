"""What identity holds of one person, for themselves."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own


async def own_data(actor: Actor) -> Own:
    """Account, roles, agreements, sessions and keys (never their secrets); one statement."""
    found: Own = await value(
        """
        SELECT jsonb_build_object(
          'account', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT email, name, language, made_at, confirmed_at
            FROM person WHERE id = $1) x),
          'roles', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.role, o.name_zh AS place_zh, o.name_en AS place_en,
            a.since, a.until, a.ended_at FROM appointment a JOIN organisation o ON o.id = a.organisation
            WHERE a.person = $1 ORDER BY a.since) x),
          'consents', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT purpose, version, given_at, withdrawn_at
            FROM consent WHERE person = $1 ORDER BY given_at) x),
          'sessions', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT made_at, seen_at, ended_at, user_agent, ip
            FROM session WHERE person = $1 ORDER BY made_at) x),
          'keys', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT name, shown, read_only, made_at, used_at, revoked_at
            FROM api_key WHERE person = $1 ORDER BY made_at) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
