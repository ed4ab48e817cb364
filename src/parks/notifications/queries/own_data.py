"""What a person was told and how they want to be told, for themselves."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own


async def own_data(actor: Actor) -> Own:
    """Messages of the inbox (those that carried a code have no words) and choices; one statement."""
    found: Own = await value(
        """
        SELECT jsonb_build_object(
          'messages', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT told_at, subject_zh, subject_en, body_zh, body_en,
            sent_at, read_at FROM message WHERE person = $1 AND body_zh <> '' ORDER BY told_at) x),
          'choices', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT kind, channel FROM notification_preference
            WHERE person = $1 ORDER BY kind) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
