"""An expert's own part, for themselves: the entry in the pool, ties, and the scores they gave (by neutral codes)."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own


async def own_data(actor: Actor) -> Own:
    """One statement; whose proposals they were is not theirs to know."""
    found: Own = await value(
        """
        SELECT jsonb_build_object(
          'expert', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT name, kind, title, employer, fields, state, enrolled_at
            FROM expert WHERE person = $1) x),
          'ties', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT t.kind, t.party, t.percent::text, t.since, t.until,
            t.source FROM expert_tie t JOIN expert e ON e.id = t.expert WHERE e.person = $1) x),
          'scores', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.code, s.state, s.score::text, s.scored_at, s.reason
            FROM seat s JOIN assessment a ON a.id = s.assessment JOIN expert e ON e.id = s.expert
            WHERE e.person = $1 ORDER BY s.id) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
