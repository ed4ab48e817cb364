"""Erasing: a dry run by one, carried out by another, stopped by a hold, and refused by the database otherwise."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make import funds as money
from tests.make import identity as people
from tests.make import imports as imported
from tests.make import programmes as make
from tests.make import startups as companies

from parks.adapters import clock, database
from parks.funds.queries import erasure as funds_due
from parks.identity import actions as accounts
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from parks.privacy import actions, queries
from parks.privacy.rules.terms import before
from parks.programmes.actions import hands
from parks.programmes.states import ApplicationState as State
from parks.startups.rules.records import HandsRecord
from parks.startups.states import Hand

CANARY = "旧草稿CANARY"


@dataclass
class Old:
    """Four years later: an old draft, an old refused application, and those who keep records."""

    of: make.World
    draft: UUID
    refused: UUID
    admin: Actor
    officer: Actor


@pytest.fixture
async def old(db: None) -> AsyncIterator[Old]:
    of = await make.world()
    draft = await make.draft(of, name=f"{CANARY}公司", founder_name="林知微")
    await make.fill(of, draft, summary=CANARY)
    refused = await make.application(of, State.NOT_RECOMMENDED, name=f"{CANARY}二公司", answers={"summary": CANARY})
    admin = await people.person("郑维", [(Role.SYSTEM_ADMIN, of.tree.nation)])
    await clock.move(timedelta(days=4 * 366))
    yield Old(of, draft, refused, admin, of.nation)
    await clock.move(timedelta(0))


async def lines(report: UUID) -> dict[str, list[bool]]:
    """By class: whether each line is held."""
    found = await database.rows("SELECT record_class, held FROM deletion_line WHERE report = $1", report)
    kinds = {one["record_class"] for one in found} - {"messages", "sessions"}
    return {kind: [one["held"] for one in found if one["record_class"] == kind] for kind in sorted(kinds)}


async def everything() -> str:
    """All that the database says of applications, sheets and files."""
    tables = ("application", "submission", "correction", "questionnaire_answer", "questionnaire_version",
              "questionnaire_sheet", "questionnaire_attachment", "document_version", "deletion_line")  # fmt: skip
    found = [await database.value(f"SELECT COALESCE(json_agg(t)::text, '') FROM {table} t") for table in tables]
    return " ".join(found)


async def test_two_people_erase_what_is_due_and_nothing_else(old: Old) -> None:
    fresh = await make.call(old.of, cycle=2031)
    kept = await make.draft(old.of, call_id=fresh, name="现在的公司")
    assert CANARY in await everything()
    report = await actions.propose_deletion(old.admin)
    assert await lines(report) == {"drafts": [False], "unselected": [False]}
    assert CANARY in await everything()  # a dry run
    with pytest.raises(Forbidden):
        await actions.carry_out(old.admin, report)
    with pytest.raises(Conflict):
        await actions.propose_deletion(old.officer)
    assert await actions.carry_out(old.officer, report) >= 2
    left = await everything()
    assert CANARY not in left
    assert "现在的公司" in left
    row = await database.row("SELECT number, state, company_name, sheet FROM application WHERE id = $1", old.refused)
    assert dict(row or {}) == {
        "number": "ISP-2027-000001",
        "state": "not_recommended",
        "company_name": "",
        "sheet": None,
    }
    assert await database.value("SELECT sheet IS NOT NULL FROM application WHERE id = $1", kept)
    with pytest.raises(IllegalMove):
        await actions.carry_out(old.officer, report)
    again = await actions.propose_deletion(old.admin)
    assert await lines(again) == {}
    shown = await queries.report(old.officer, report)
    assert (shown.state, shown.held) == ("done", 0)
    assert shown.erased == shown.total


async def test_hands_and_sheets_go_when_what_they_served_is_over(old: Old) -> None:
    """Hands with an application and a company, their invitations, a sheet left unconfirmed; the live ones stay."""
    await clock.move(timedelta(0))
    fresh = await make.call(old.of, cycle=2031)
    live = await make.draft(old.of, call_id=fresh, name="现在的公司")
    for application_id in (old.refused, live):
        founder = old.of.founders[application_id]
        await _lend(founder, application_id, "江明夷")
        await _join(founder, application_id, "沈同舟")
    sheet = await imported.run(old.of.nation, fresh)
    await clock.move(timedelta(days=4 * 366))
    await database.execute("UPDATE application SET moved_at = parks_now() WHERE id = $1", live)

    report = await actions.propose_deletion(old.admin)
    found = await lines(report)
    wanted = {"company_hands": 1, "hands": 1, "imports": 1, "invitations": 4}
    assert {kind: len(found[kind]) for kind in wanted} == wanted
    await actions.carry_out(old.officer, report)
    assert [one["application"] for one in await database.rows("SELECT application FROM application_hand")] == [live]
    left = await database.rows("SELECT company FROM company_member WHERE role <> 'owner'")
    assert [one["company"] for one in left] == [
        await database.value("SELECT company FROM application WHERE id = $1", live)
    ]
    assert await database.value("SELECT count(*) FROM company_member WHERE role = 'owner'") == len(old.of.founders)
    assert await database.value("SELECT count(*) FROM invitation") == 0
    run = await database.row("SELECT state, file_name FROM import_run WHERE id = $1", sheet)
    assert dict(run or {}) == {"state": "given_up", "file_name": ""}
    assert await database.value("SELECT count(*) FROM import_row") == 0
    assert set(wanted).isdisjoint(await lines(await actions.propose_deletion(old.admin)))


async def _lend(founder: Actor, application_id: UUID, name: str) -> None:
    who = await people.person(name)
    email = await database.value("SELECT email FROM person WHERE id = $1", who.id)
    record = HandsRecord(email=email, name=name, rights=(Hand.EDIT,))
    await accounts.accept_hand(who, await hands.invite_hand(founder, application_id, record))


async def _join(founder: Actor, application_id: UUID, name: str) -> None:
    company: UUID = await database.value("SELECT company FROM application WHERE id = $1", application_id)
    await companies.member(founder, company, Hand.EDIT, name=name)


async def test_grants_are_kept_as_accounting_files_and_told_when_their_time_is_over(db: None) -> None:
    of = await money.purse()
    ended, running = [await money.commitment(of, 100_000) for _each in range(2)]
    await money.paid(of, (await money.tranches(ended))[0])
    await money.paid(of, (await money.tranches(running))[0])
    await database.execute("UPDATE fund_commitment SET state = 'accepted' WHERE id = $1", ended)
    today = await clock.today()
    due = await database.value("SELECT max(due) FROM fund_use_report WHERE commitment = $1", ended)
    assert [one.id for one in await funds_due.commitments_due(due + timedelta(days=1), 9)] == [ended]
    assert await funds_due.commitments_due(due, 9) == []
    assert len(await funds_due.reports_due(due + timedelta(days=1), 9)) == 1
    terms = {one.one.key: one for one in await queries.classes(today)}
    for key in ("commitments", "use_reports"):
        assert (terms[key].term, terms[key].one.erase, terms[key].before) == ("30", None, before(today, "30"))


async def test_a_hold_stops_the_erasure_whenever_it_comes(old: Old) -> None:
    founder = old.of.founders[old.draft]
    email = await database.value("SELECT email FROM person WHERE id = $1", founder.id)
    hold = await actions.place_hold(old.officer, email, "（2030）川01民初1号")
    report = await actions.propose_deletion(old.admin)
    assert await lines(report) == {"drafts": [True], "unselected": [False]}
    await actions.place_hold(old.admin, "isp-2027-000001", "审计署专项审计")  # after the dry run
    await actions.carry_out(old.officer, report)
    assert (await everything()).count(CANARY) > 3
    assert await lines(report) == {"drafts": [True], "unselected": [True]}
    await actions.lift_hold(old.officer, hold, "判决生效")
    second = await actions.propose_deletion(old.officer)
    assert await lines(second) == {"drafts": [False], "unselected": [True]}
    await actions.carry_out(old.admin, second)
    assert await database.value("SELECT sheet FROM application WHERE id = $1", old.draft) is None
    assert await database.value("SELECT company_name FROM application WHERE id = $1", old.refused)
    with pytest.raises(Invalid):
        await actions.place_hold(old.officer, "nobody@nowhere.test", "原因说明")


async def test_the_database_itself_refuses_without_a_second_person(old: Old) -> None:
    report = await actions.propose_deletion(old.admin)
    for decided_by in (None, old.admin.id):
        with pytest.raises(asyncpg.PostgresError):
            async with database.tx():
                if decided_by:
                    await database.execute(
                        "UPDATE deletion_report SET state = 'done', decided_by = $2, decided_at = parks_now()"
                        " WHERE id = $1",
                        report,
                        decided_by,
                    )
                await database.execute("SELECT set_config('parks.erasing', $1, TRUE)", str(report))
                await database.execute("UPDATE submission SET answers = '{}'")
    await actions.carry_out(old.officer, report)
    with pytest.raises(asyncpg.PostgresError):  # a report of yesterday opens nothing today
        async with database.tx():
            await database.execute("SELECT set_config('parks.erasing', $1, TRUE)", str(report))
            await database.execute("DELETE FROM submission")


async def test_who_may_not(old: Old) -> None:
    for stranger in (old.of.city, old.of.manager, old.of.auditor, old.of.founders[old.draft]):
        with pytest.raises(Forbidden):
            await actions.propose_deletion(stranger)
        with pytest.raises(Forbidden):
            await actions.place_hold(stranger, "ISP-2027-000001", "原因说明")
    with pytest.raises(Forbidden):
        await queries.holds(old.of.city)
    assert await queries.holds(old.of.auditor) == []


async def test_the_pages_carry_a_deletion_from_the_dry_run_to_the_end(old: Old, client: httpx.AsyncClient) -> None:
    await people.signed_in(client, old.admin)
    page = await client.get("/retention")
    assert page.status_code == 200
    assert "网络安全法" in page.text
    wrong = await client.post("/retention/holds", data={"subject": "没有这个", "reason": "原因说明"})
    assert (wrong.status_code, "没有这个" in wrong.text) == (422, True)
    made = (await client.post("/retention/reports")).headers["location"]
    shown = await client.get(made)
    assert CANARY not in shown.text
    assert "completion" not in shown.text
    assert (await client.put(f"{made}/completion")).status_code == 403
    await people.signed_in(client, old.officer)
    assert (await client.put(f"{made}/completion")).status_code == 303
    assert "ISP-2027-000001" in (await client.get(made)).text
    await people.signed_in(client, old.of.founders[old.refused])
    assert (await client.get("/applications")).status_code == 200


def test_terms_are_years_or_months() -> None:
    assert before(date(2026, 11, 22), "3") == date(2023, 11, 22)
    assert before(date(2026, 3, 31), "1m") == date(2026, 2, 28)
    assert before(date(2028, 2, 29), "1") == date(2027, 2, 28)
    assert before(date(2026, 1, 15), "6m") == date(2025, 7, 15)
    for wrong in ("0", "", "-1", "m", "3y"):
        with pytest.raises(ValueError, match=r".*"):
            before(date(2026, 1, 1), wrong)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 40))
def test_a_longer_term_reaches_further_back(today: date, years: int) -> None:
    assert before(today, str(years + 1)) < before(today, str(years)) < today
    assert before(today, f"{years * 12}m") == before(today, str(years))


async def test_programs_hold_propose_and_carry_out_as_two_people(old: Old, client: httpx.AsyncClient) -> None:
    await people.signed_in(client, old.admin)
    classes = {one["key"]: one for one in (await client.get("/api/v1/retention/classes")).json()}
    assert (classes["drafts"]["term"], classes["awards"]["erasable"]) == ("1", False)
    number = await database.value("SELECT number FROM application WHERE id = $1", old.refused)
    held = await client.post("/api/v1/retention/holds", json={"subject": number, "reason": "诉讼〔2031〕1号"})
    assert held.status_code == 201, held.text
    assert [one["label"] for one in (await client.get("/api/v1/retention/holds")).json()] == [number]
    unknown = await client.post("/api/v1/retention/holds", json={"subject": "nobody", "reason": "诉讼在审"})
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["subject"])
    report = (await client.post("/api/v1/retention/reports")).json()["id"]
    url = f"/api/v1/retention/reports/{report}"
    assert (await client.put(f"{url}/completion")).status_code == 403  # the same person
    await people.signed_in(client, old.officer)
    done = (await client.put(f"{url}/completion")).json()
    assert (done["state"], done["total"] - done["erased"] >= 1) == ("done", True)
    left = {one["record_class"]: (one["held"], one["erased_at"] is not None) for one in done["lines"]}
    assert (left["drafts"], left["unselected"]) == ((False, True), (True, False))
    assert (await client.request("DELETE", url)).status_code == 409
    lifted = await client.request("DELETE", f"/api/v1/retention/holds/{held.json()['id']}", json={"reason": "诉讼已结"})
    assert (lifted.status_code, (await client.get("/api/v1/retention/holds")).json()) == (204, [])
