"""The waiting list that acts: what comes free is offered in rank order, where the park has switched that on.

Settings are the manager's; what follows from them is `rules.turns`, what is done is `actions.offer` alone
(docs/adr/0097).
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from parks.adapters import clock
from parks.adapters.database import row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import SYSTEM, Actor, Held, Role
from parks.kernel.errors import Conflict, IllegalMove, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, Text, _
from parks.reference import queries as reference
from parks.reference.rules.working_days import last_day
from parks.spaces import permissions, queries
from parks.spaces.actions.offers import offer
from parks.spaces.rules import turns
from parks.spaces.rules.bookings import at
from parks.web.language import translate

log = logging.getLogger(__name__)

MOST = 100
"""Offers that one round makes in one park; the next round, minutes later, goes on."""


async def set_waiting_list(actor: Actor, park_id: UUID, settings: turns.Settings) -> None:
    """Whether the park's list offers by itself from now on, and by which numbers. Offers that stand stay."""
    async with tx():
        park = await row("SELECT path FROM park WHERE id = $1", park_id) or hidden()
        require(permissions.may_answer(actor, path=park["path"]))
        if not 0 <= settings.days_ahead <= turns.MOST_AHEAD:
            raise Invalid(fields={"days_ahead": _("From 0 to {most} days.", most=turns.MOST_AHEAD)})
        if not 1 <= settings.answer_days <= turns.MOST_TO_ANSWER:
            raise Invalid(fields={"answer_days": _("From 1 to {most} working days.", most=turns.MOST_TO_ANSWER)})
        await rows(
            "INSERT INTO waiting_list (id, park, acts, days_ahead, answer_days) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (park) DO UPDATE SET acts = $3, days_ahead = $4, answer_days = $5",
            uuid7(),
            park_id,
            settings.acts,
            settings.days_ahead,
            settings.answer_days,
        )
        await audit.record(
            actor,
            "waiting list set",
            park_id,
            acts=settings.acts,
            days_ahead=settings.days_ahead,
            answer_days=settings.answer_days,
        )


async def offer_in_turn() -> int:
    """Every list that is switched on offers what is free or about to be; how many offers. For the worker's clock.

    One transaction an offer. Two workers at once give one: the list's row is locked, and whoever comes second looks at
    the list as the first has left it.
    """
    made = 0
    for park in await rows(
        "SELECT p.id, p.path, p.organisation FROM waiting_list w JOIN park p ON p.id = w.park"
        " WHERE w.acts ORDER BY p.id"
    ):
        for _each in range(MOST):
            if not await _offer_next(park):
                break
            made += 1
    return made


async def _offer_next(park: Any) -> bool:
    # The house acts for this park's managers, who switched the list on: with their role, at their park alone.
    held = (Held(Role.PARK_MANAGER, park["organisation"], park["path"]),)
    actor = replace(SYSTEM, held=held)
    async with tx():
        if await row("SELECT id FROM waiting_list WHERE park = $1 AND acts FOR UPDATE", park["id"]) is None:
            return False  # switched off a moment ago
        found = await queries.waiting_list(actor, park["id"])
        for one in found.upcoming:
            if one.offered is not None and await _offered(actor, found, one, one.offered):
                return True
    return False


async def _offered(actor: Actor, found: queries.WaitingListView, one: turns.Next, turn: turns.Turn) -> bool:
    if turn.period is None:
        return False
    settings = found.settings
    try:
        async with tx():
            allocation_id = await offer(
                actor,
                one.unit.unit_id,
                turn.place.request_id,
                turn.period,
                expires_at=await _answered_by(settings.answer_days),
            )
    except (Conflict, Invalid, IllegalMove) as refusal:
        # Somebody let the unit or answered the request since the list was read: the next round sees it so.
        log.info("not offered in turn", extra={"unit": str(one.unit.unit_id), "why": str(refusal)})
        return False
    await audit.record(
        actor,
        "unit offered in turn",
        found.park_id,
        allocation=allocation_id,
        unit=one.unit.unit_id,
        request=turn.place.request_id,
        free_from=one.free.start,
        free_until=one.free.until,
        days_ahead=settings.days_ahead,
        answer_days=settings.answer_days,
        ranking=turns.ranking(one.turns),
    )
    for passed in one.turns:
        if passed.passed is not None:
            await audit.record(
                actor,
                "passed over",
                passed.place.request_id,
                unit=one.unit.unit_id,
                allocation=allocation_id,
                reason=_both(passed.passed),
            )
    return True


async def _answered_by(days: int) -> datetime:
    """The end of the last of so many working days after today, in Beijing."""
    today = await clock.today()
    calendar = await reference.calendar(today, days * 3 + 30)  # holidays of a fortnight and their weekends inside
    return at(last_day(today, days, calendar, include_start=False).day + timedelta(days=1), 0)


def _both(text: Text) -> Bilingual:
    """The record outlives the catalogue: the sentence as it reads today, in both languages."""
    return Bilingual(str(translate(text, "zh")), str(translate(text, "en")))
