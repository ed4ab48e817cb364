"""Rooms by the hour: nothing is booked twice whoever writes, and nobody reads what another company meets about."""

import asyncio
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Hidden, IllegalMove, Invalid
from parks.spaces import actions, queries
from parks.spaces.rules.bookings import at
from parks.spaces.states import BookingState, Repeat, UnitKind

SECRET = "与岚江资本谈并购"
STANDING = "SELECT count(*) FROM booking WHERE state IN ('asked', 'confirmed')"


async def _day(ahead: int = 3) -> date:
    return await clock.today() + timedelta(days=ahead)


async def _book(actor: Actor, room: UUID, company: UUID | None, **more: Any) -> actions.Booked:
    told: dict[str, Any] = {
        "day": await _day(),
        "begins": "10:00",
        "ends": "11:00",
        "purpose": SECRET,
        "company_id": company,
    } | more
    return await actions.book(actor, room, **told)


async def test_a_tenant_books_and_others_learn_that_it_is_taken_and_no_more(
    db: None, client: httpx.AsyncClient
) -> None:
    home = await make.estate()
    room = await make.room(home)
    founder, company = await make.tenant(home)
    rival, _theirs = await make.tenant(home, 1, await people.person("何屿", language="en"))
    stranger, elsewhere = await make.company(2)
    booked = await _book(founder, room, company)
    assert booked.state is BookingState.CONFIRMED
    with pytest.raises(Conflict):
        await _book(rival, room, _theirs, begins="10:30", ends="11:30")
    await _book(rival, room, _theirs, begins="11:00", ends="12:00", purpose="周会")  # half-open: one ends, one begins

    day = await _day()
    (seen,) = await queries.rooms(rival, day)
    (foreign, own) = seen.bookings
    assert (foreign.known, foreign.company, foreign.purpose) == (False, None, "")
    assert (own.known, own.purpose) == (True, "周会")
    assert [one.purpose for one in (await queries.room(home.manager, room, day)).bookings] == [SECRET, "周会"]
    await people.signed_in(client, rival)
    for path in (
        f"/rooms?on={day}",
        f"/rooms/{room}?on={day}",
        f"/api/v1/rooms?on={day}",
        f"/api/v1/rooms/{room}?on={day}",
    ):
        text = (await client.get(path)).text
        assert "taken" in text or "confirmed" in text
        assert SECRET not in text
        assert re.search("星阑|Starline 0", text) is None
    assert SECRET not in (await client.get("/bookings")).text

    assert await queries.rooms(stranger) == []
    with pytest.raises(Hidden):
        await queries.room(stranger, room)
    for actor, other in ((stranger, elsewhere), (founder, elsewhere), (founder, None)):
        with pytest.raises(Forbidden):
            await _book(actor, room, other, begins="14:00", ends="15:00")
    with pytest.raises(Hidden):
        await actions.cancel_booking(rival, booked.ids[0])


async def test_a_series_is_booked_whole_or_without_the_dates_that_are_told(db: None) -> None:
    home = await make.estate()
    room = await make.room(home)
    founder, company = await make.tenant(home)
    first = await _day()
    await actions.block(
        home.manager, room, day=first + timedelta(days=7), begins="09:00", ends="12:00", purpose="投影维修"
    )
    series = {"repeat": Repeat.WEEKLY, "until": first + timedelta(days=21)}
    with pytest.raises(Conflict) as refusal:
        await _book(founder, room, company, **series)
    assert refusal.value.shown["slots"] == [at(first + timedelta(days=7), 600).isoformat()]
    assert await database.value(STANDING) == 1
    booked = await _book(founder, room, company, skip=True, **series)
    assert len(booked.ids) == 3
    assert [one.slot.start for one in booked.skipped] == [at(first + timedelta(days=7), 600)]
    assert [one.repeats for one in await queries.my_bookings(founder)] == [True] * 3
    with pytest.raises(Conflict):
        await actions.block(home.manager, room, day=first, begins="09:00", ends="18:00", purpose="年检")
    for wrong, field in (
        ({"ends": "10:00"}, "ends"),
        ({"repeat": Repeat.DAILY}, "until"),
        ({"repeat": Repeat.DAILY, "until": first + timedelta(days=300)}, "until"),
    ):
        with pytest.raises(Invalid) as invalid:
            await _book(founder, room, company, **wrong)
        assert set(invalid.value.fields) == {field}


async def test_the_rooms_own_rules_hold(db: None) -> None:
    """Its list, its hours a month, its closures, its notice."""
    home = await make.estate()
    (hall,) = await make.units(home, 1, UnitKind.ROADSHOW_HALL, prefix="R")
    founder, company = await make.tenant(home)
    rival, theirs = await make.tenant(home, 1)
    code = await database.value("SELECT uscc FROM company WHERE id = $1", company)
    with pytest.raises(Invalid):
        await make.room(home, hall, companies=["91330106MA2XXXXXXX"])
    room = await make.room(home, hall, companies=[code], monthly_hours=3, notice_hours=48)
    with pytest.raises(Hidden):
        await queries.room(rival, room)
    with pytest.raises(Forbidden):
        await _book(rival, room, theirs)
    first = (await _day()).replace(day=1) + timedelta(days=62)
    await _book(founder, room, company, day=first, begins="09:00", ends="11:00")
    with pytest.raises(Conflict) as refusal:
        await _book(founder, room, company, day=first + timedelta(days=1), begins="09:00", ends="10:30")
    assert refusal.value.reason.values == {"n": 3}
    await _book(founder, room, company, day=first + timedelta(days=1), begins="09:00", ends="10:00")
    await _book(home.manager, room, None, day=first + timedelta(days=2), begins="09:00", ends="18:00")
    soon = await _book(founder, room, company, day=await _day(1))
    with pytest.raises(Forbidden):
        await actions.cancel_booking(founder, soon.ids[0])
    await actions.cancel_booking(home.manager, soon.ids[0], "临时检修")
    with pytest.raises(IllegalMove):
        await actions.cancel_booking(home.manager, soon.ids[0])
    await actions.close_unit(home.manager, hall, await make.days(3, 2), "通风检修")
    with pytest.raises(Conflict) as closed:
        await _book(founder, room, company)
    assert closed.value.reason.msgid == "The room is closed on this day."
    with pytest.raises(Conflict):
        await make.room(home, home.units[1])
    for person in (founder, home.officer):
        with pytest.raises(Forbidden):
            await actions.block(person, room, day=first, begins="12:00", ends="13:00", purpose="停用")


async def test_where_the_park_answers_it_is_asked_and_the_answer_is_read(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    room = await make.room(home, approval=True)
    founder, company = await make.tenant(home, 0, await people.person("林知微", language="en"))
    asked = await _book(founder, room, company)
    other = await _book(founder, room, company, begins="14:00", ends="15:00")
    assert asked.state is BookingState.ASKED
    assert [one.url for one in await queries.to_do(home.manager)] == [
        f"/bookings#booking-{one.ids[0]}" for one in (asked, other)
    ]
    with pytest.raises(Forbidden):
        await actions.answer_booking(founder, asked.ids[0], accepted=True)
    with pytest.raises(Invalid):
        await actions.answer_booking(home.manager, asked.ids[0], accepted=False, reason=" ")
    await actions.answer_booking(home.manager, asked.ids[0], accepted=False, reason="当天有市里的路演")
    await actions.answer_booking(home.manager, other.ids[0], accepted=True)
    assert await queries.to_do(home.manager) == []
    await people.signed_in(client, founder)
    page = (await client.get("/bookings")).text
    assert "Declined by the park" in page
    assert "当天有市里的路演" in page
    own = await _book(home.manager, room, None)  # what was declined is free again, and the park asks nobody
    assert own.state is BookingState.CONFIRMED


async def test_writers_at_once_get_one_booking_whichever_door_they_take(db: None) -> None:
    """Sixteen tries a round through the action and by plain SQL, for hours that overlap; four rounds."""
    home = await make.estate()
    room = await make.room(home)
    founder, company = await make.tenant(home)
    first = await _day()

    async def by_sql(day: date, minute: int) -> None:
        await database.execute(
            "INSERT INTO booking (id, room, kind, company, purpose, starts, ends, state, booked_by, booked_at, answer)"
            " VALUES ($1, $2, 'booking', $3, '', $4, $5, 'confirmed', $6, now(), '')",
            uuid7(),
            room,
            company,
            at(day, minute),
            at(day, minute + 60),
            founder.id,
        )

    for number in range(4):
        day = first + timedelta(days=number)
        tries = [
            by_sql(day, 600 + writer)
            if writer % 4 == 0
            else _book(founder, room, company, day=day, begins=f"10:{5 * (writer % 8):02}", ends="11:00")
            for writer in range(16)
        ]
        came = await asyncio.gather(*tries, return_exceptions=True)
        lost = [one for one in came if isinstance(one, BaseException)]
        assert {type(one) for one in lost} <= {Conflict, asyncpg.ExclusionViolationError}
        assert await database.value(STANDING) == number + 1


async def test_a_full_room_offers_what_is_free_and_keeps_what_was_typed(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    room = await make.room(home)
    founder, company = await make.tenant(home, 0, await people.person("林知微", language="en"))
    day = await _day()
    await _book(home.manager, room, None, begins="09:00", ends="12:00")
    await people.signed_in(client, founder)
    counts = []
    for more in (0, 2):
        for each in range(more):
            another = await make.room(home)
            await _book(home.manager, another, None, begins=f"1{each + 2}:00", ends="16:00")
        for path in (f"/rooms?on={day}", f"/rooms/{room}?on={day}", "/bookings", "/visits"):
            async with counted() as statements:
                assert (await client.get(path)).status_code == 200
            counts.append(len(statements))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 4

    typed = {"company_id": str(company), "day": str(day), "begins": "10:00", "ends": "11:00", "purpose": "周例会"}
    full = await client.post(f"/rooms/{room}/bookings", data=typed)
    assert full.status_code == 409
    assert 'value="周例会"' in full.text
    assert f"?on={day}&amp;begins=12:00&amp;ends=13:00#book" in full.text
    assert "at the same time" in full.text
    wrong = await client.post(f"/rooms/{room}/bookings", data=typed | {"ends": "9 Uhr"})
    assert wrong.status_code == 422
    done = await client.post(f"/rooms/{room}/bookings", data=typed | {"begins": "12:00", "ends": "13:00"})
    assert done.status_code == 303
    twin = await client.post(f"/api/v1/rooms/{room}/bookings", json=typed | {"begins": "12:30", "ends": "13:30"})
    assert twin.status_code == 409
    (mine,) = (await client.get("/api/v1/bookings")).json()
    gone = await client.put(f"/api/v1/bookings/{mine['id']}/cancellation", json={})
    assert gone.json()["state"] == "cancelled"


async def test_calendars_are_read_by_their_address_until_it_is_changed(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    room = await make.room(home)
    founder, company = await make.tenant(home)
    booked = await _book(founder, room, company)
    hers = await queries.my_feed(founder)
    rooms_own = (await queries.room(home.manager, room)).feed
    assert (await queries.room(founder, room)).feed == ""
    text = (await client.get(hers)).text
    start = at(await _day(), 600 - 8 * 60).strftime("%Y%m%dT%H%M%SZ")
    assert f"DTSTART:{start}" in text
    assert f"UID:{booked.ids[0]}@parks.test" in text
    assert SECRET in text
    shared = (await client.get(rooms_own)).text
    assert "星阑" in shared
    assert SECRET not in shared
    assert (await client.get(hers[:-1] + "x")).status_code == 404
    await people.signed_in(client, founder)
    assert (await client.put("/bookings/calendar")).status_code == 303
    assert (await client.get(hers)).status_code == 404
    assert (await client.get(await queries.my_feed(founder))).status_code == 200


async def test_a_visitor_is_met_at_the_gate_and_forgotten(db: None, client: httpx.AsyncClient) -> None:
    home = await make.estate()
    founder, company = await make.tenant(home)
    rival, _theirs = await make.tenant(home, 1)
    keeper = await people.person("门岗", [(home.manager.held[0].role, home.home_id)], language="en")
    today = await clock.today()
    code = await actions.announce_visitor(founder, home.park_id, name="何屿", day=today, company_id=company)
    later = await actions.announce_visitor(
        founder, home.park_id, name="江明夷", day=today + timedelta(days=2), company_id=company
    )
    for actor, other in ((rival, company), (rival, None), (home.officer, None)):
        with pytest.raises(Forbidden):
            await actions.announce_visitor(actor, home.park_id, name="某人", day=today, company_id=other)
    with pytest.raises(Invalid):
        await actions.announce_visitor(
            founder, home.park_id, name="x", day=today - timedelta(days=1), company_id=company
        )
    assert await queries.visitors(rival) == []
    await people.signed_in(client, rival)
    for path in (f"/visits/{code}", f"/visits/{code}/qr", f"/api/v1/visits/{code}"):
        assert (await client.get(path)).status_code == 404
    assert "何屿" not in (await client.get("/visits")).text

    await people.signed_in(client, keeper)
    assert "Has arrived" in (await client.get(f"/visits/{code}")).text
    drawn = await client.get(f"/visits/{code}/qr")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert (await client.put(f"/visits/{code}/arrival")).status_code == 303
    assert (await client.put(f"/visits/{later}/arrival")).status_code == 409
    assert [one.arrived_at is not None for one in await queries.visitors(founder)] == [True, False]
    told = await database.value("SELECT string_agg(row_to_json(e)::text, '') FROM audit_entry e")
    assert "visitor arrived" in told
    assert "何屿" not in told

    due = await queries.visitors_due(today + timedelta(days=1), 10)
    assert [one.since for one in due] == [today]
    assert await actions.erase_visitors([one.id for one in due]) == 1
    assert [one.name for one in await queries.visitors(founder)] == ["江明夷"]
