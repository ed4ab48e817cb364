"""What waits for an expert: seats offered, proposals not scored yet, questions about marks, meetings. No applicant
is named. Officers and auditors find their meetings at /meetings: their to-do has no statement left for them.
"""

from typing import Any

from parks.adapters.database import rows
from parks.kernel.actor import Actor, Role
from parks.kernel.to_do import ToDo
from parks.kernel.words import Bilingual, _
from parks.reviews.states import InvitationState

WAITS = {
    "offered": _("Say whether you can judge a proposal"),
    "declared": _("Score a proposal"),
    "asked": _("Answer a question about your mark"),
}


async def to_do(actor: Actor) -> list[ToDo]:
    """By the closing of the round, meetings by their beginning; one statement, none for those who are no expert."""
    if not actor.has(Role.EXPERT):
        return []
    found = await rows(
        "SELECT s.id, s.state, a.code, r.title, r.closes FROM seat s JOIN assessment a ON a.id = s.assessment"
        " JOIN review_round r ON r.id = a.review_round WHERE s.expert = (SELECT id FROM expert WHERE person = $1)"
        " AND s.state IN ('offered', 'declared') AND r.state = 'open'"
        " UNION ALL SELECT s.id, 'asked', a.code, r.title, NULL FROM mark_query q JOIN seat s ON s.id = q.seat"
        " JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round"
        " WHERE s.expert = (SELECT id FROM expert WHERE person = $1) AND s.state IN ('declared', 'scored')"
        " AND q.answered_at IS NULL AND r.state = 'open'"
        " UNION ALL SELECT i.id, i.state, '', r.title, (i.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'"
        " FROM round_invitation i JOIN review_round r ON r.id = i.review_round"
        " WHERE i.expert = (SELECT id FROM expert WHERE person = $1) AND i.state = 'invited' AND r.state = 'open'"
        " UNION ALL SELECT m.id, 'meeting', m.number::text, r.title, m.starts FROM meeting_member k"
        " JOIN meeting m ON m.id = k.meeting JOIN review_round r ON r.id = m.review_round"
        " WHERE k.person = $1 AND (m.state = 'sitting'"
        " OR m.state = 'planned' AND m.starts > parks_now() - interval '1 day')"
        " ORDER BY closes NULLS FIRST, id LIMIT 50",
        actor.id,
    )
    return [_told(one) for one in found]


def _told(one: Any) -> ToDo:
    title = Bilingual.of(one["title"])
    if one["state"] == "meeting":
        return ToDo(_("Come to the committee's meeting"), f"/meetings/{one['id']}/seat", title, one["closes"])
    if one["state"] == InvitationState.INVITED:
        return ToDo(_("Say whether you have time to judge"), "/desk/invitations", title, one["closes"])
    return ToDo(
        WAITS[one["state"]],
        f"/seats/{one['id']}",
        Bilingual(f"{one['code']} · {title.zh}", f"{one['code']} · {title.en}"),
        one["closes"],
    )
