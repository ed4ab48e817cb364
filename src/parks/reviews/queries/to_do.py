"""What waits for an expert: seats offered, proposals not scored yet, questions about marks. No applicant is named."""

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
    """By the closing of the round; one statement, none for those who are no expert."""
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
        " ORDER BY closes NULLS FIRST, id LIMIT 50",
        actor.id,
    )
    return [
        ToDo(_("Say whether you have time to judge"), "/desk/invitations", Bilingual.of(one["title"]), one["closes"])
        if one["state"] == InvitationState.INVITED
        else ToDo(
            WAITS[one["state"]],
            f"/seats/{one['id']}",
            Bilingual(f"{one['code']} · {one['title']['zh']}", f"{one['code']} · {one['title']['en']}"),
            one["closes"],
        )
        for one in found
    ]
