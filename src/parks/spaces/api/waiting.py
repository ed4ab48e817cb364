"""A park's waiting list for programs."""

from datetime import date
from uuid import UUID

from litestar import Controller, get, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.forms.waiting import SetWaitingList
from parks.spaces.permissions import KEEPERS
from parks.web import access
from parks.web.language import translate

MANAGERS = access.only(*KEEPERS)


class ReasonOut(BaseModel):
    met: bool
    must: bool
    text: str


class TurnOut(BaseModel):
    """`passed`: why the list passes over this request; null for the one that is offered the unit."""

    request_id: UUID
    reasons: list[ReasonOut]
    passed: str | None


class NextOut(BaseModel):
    """A unit that is free or about to be, with its free days, and who is looked at for it, in rank order."""

    unit_id: UUID
    free_from: date
    free_last_day: date | None
    request_id: UUID | None
    start: date | None
    last_day: date | None
    turns: list[TurnOut]


class WaitingListOut(BaseModel):
    acts: bool
    days_ahead: int
    answer_days: int
    upcoming: list[NextOut]


class WaitingApi(Controller):
    path = "/api/v1/parks/{park_id:uuid}/waiting-list"
    tags = ("space",)

    @get(name="api:waiting-list", opt={"access": MANAGERS})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> WaitingListOut:
        """What the list offers next, to whom and why; where it does not act, what it would offer."""
        return _out(await queries.waiting_list(request.user, park_id), request.user.language)

    @put(name="api:waiting-list-put", opt={"access": MANAGERS})
    async def write(
        self, request: HTMXRequest, park_id: FromPath[UUID], data: JSONBody[SetWaitingList]
    ) -> WaitingListOut:
        """Switch the list on or off, and set its numbers. Offers that stand stay."""
        await queries.waiting_list(request.user, park_id)  # another park's is not there, rather than refused
        await actions.set_waiting_list(request.user, park_id, data.settings)
        return _out(await queries.waiting_list(request.user, park_id), request.user.language)


def _out(found: queries.WaitingListView, language: str) -> WaitingListOut:
    told = []
    for one in found.upcoming:
        offered = one.offered
        period = offered.period if offered else None
        told.append(
            NextOut(
                unit_id=one.unit.unit_id,
                free_from=one.free.start,
                free_last_day=one.free.last_day,
                request_id=offered.place.request_id if offered else None,
                start=period.start if period else None,
                last_day=period.last_day if period else None,
                turns=[
                    TurnOut(
                        request_id=turn.place.request_id,
                        reasons=[
                            ReasonOut(met=reason.met, must=reason.must, text=translate(reason.text, language))
                            for reason in turn.place.reasons
                        ],
                        passed=None if turn.passed is None else translate(turn.passed, language),
                    )
                    for turn in one.turns
                ],
            )
        )
    settings = found.settings
    return WaitingListOut(
        acts=settings.acts, days_ahead=settings.days_ahead, answer_days=settings.answer_days, upcoming=told
    )
