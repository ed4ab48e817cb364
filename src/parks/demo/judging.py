"""How panels are seated and score in the demo world."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from parks.demo.places import Places
from parks.demo.pool import Pool, Seated
from parks.reviews import actions, queries
from parks.reviews.actions import NewMark

SEATS = 3
HIGHEST, STEP = Decimal("9.5"), Decimal("0.5")
COMMENTS = (
    "技术路线清楚，核心指标有第三方检测支持，专利布局尚可加强。",
    "团队分工合理，关键岗位齐全，工程化经验仍需补充。",
    "市场判断有依据，首批客户明确，价格策略需要进一步验证。",
    "进展与计划相符，财务测算谨慎，资金用途具体。",
    "对本地产业链有带动作用，新增就业的测算可信。",
)


def panel(pool: Pool, field: str, place: int) -> list[Seated]:
    """Three experts, those of the field first; `place` turns the order, so that work is shared."""
    turned = [*pool.experts[place:], *pool.experts[:place]]
    return sorted(turned, key=lambda one: one.fiction.field != field)[:SEATS]


async def seat(places: Places, assessment_id: UUID, experts: Sequence[Seated]) -> list[UUID]:
    """Offered by the programme's officer; answers the seats in the experts' order."""
    return [await actions.seat(places.programme_officer, assessment_id, one.expert_id) for one in experts]


async def score(expert: Seated, seat_id: UUID, place: int, *, criteria: int | None = None) -> None:
    """The expert declares no conflict and marks: best place 0, each next half a mark less on every criterion.

    With `criteria` only so many are marked and nothing is submitted: work in progress.
    """
    await actions.declare(expert.actor, seat_id, conflict=False)
    lines = (await queries.my_seat(expert.actor, seat_id)).lines
    marks = [
        NewMark(line.criterion_id, HIGHEST - STEP * (place + (number == (place + len(expert.fiction.name)) % 5)), said)
        for number, (line, said) in enumerate(zip(lines, COMMENTS, strict=True))
    ]
    await actions.save_marks(expert.actor, seat_id, marks[:criteria])
    if criteria is None:
        await actions.submit_score(expert.actor, seat_id)
