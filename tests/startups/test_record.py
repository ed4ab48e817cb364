"""How far a record can be trusted: its papers, who compared them, what grew old, and the years in figures."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from tests.counting import counted
from tests.make import startups as make
from tests.make.reference import policies_kept

from parks.adapters import clock, database
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid
from parks.startups import actions, queries
from parks.startups.rules.freshness import months_after, stale_from
from parks.startups.rules.records import CertificateRecord, FiguresRecord, PersonRecord
from parks.startups.rules.views import CertificateView, CompanyView, FiguresView
from parks.startups.states import DegreeLevel, FiguresKind, Proven


async def _in_park(founder: Actor) -> UUID:
    """A whole record whose company lies in the park that `make.officer()` is of."""
    made = await make.whole(founder)
    await database.execute("UPDATE company SET path = $1", make.PARK)
    return made


async def _proven(founder: Actor, made: UUID, **said: Any) -> tuple[CertificateView, UUID]:
    degree = (await queries.company(founder, made)).certificates[0]
    await make.proof(founder, made, Proven.CERTIFICATES, degree.id, **said)
    degree = (await queries.company(founder, made)).certificates[0]
    return degree, degree.proofs[0].document_id


def _amended(degree: CertificateView) -> CertificateRecord:
    return CertificateRecord(
        person_id=degree.person, level=DegreeLevel.MASTER, country="DE", institution=degree.institution
    )


async def test_an_officers_tick_stands_until_the_line_is_changed(db: None) -> None:
    founder, officer = await make.founder(), await make.enrolled_officer()
    made = await _in_park(founder)
    degree, document = await _proven(founder, made)
    await actions.check_line(officer, made, Proven.CERTIFICATES, degree.id, document, degree.version)
    seen = (await queries.company(founder, made)).certificates[0]
    assert seen.checked is not None
    assert (seen.checked.officer, seen.checked.document_id) == (officer.name, document)
    [line, *_rest] = (await queries.facts(made, founder.id)).lines["applicant.education"]
    assert line.entered.checked == seen.checked
    await actions.amend_certificate(founder, made, degree.id, _amended(degree), degree.version)
    changed = (await queries.company(founder, made)).certificates[0]
    assert (changed.checked, changed.check is not None) == (None, True)


async def test_a_tick_falls_with_its_document_and_can_be_taken_back(db: None) -> None:
    founder, officer = await make.founder(), await make.enrolled_officer()
    made = await _in_park(founder)
    degree, document = await _proven(founder, made)
    await actions.check_line(officer, made, Proven.CERTIFICATES, degree.id, document, degree.version)
    await actions.uncheck_line(officer, made, degree.id)
    assert (await queries.company(founder, made)).certificates[0].check is None
    await actions.check_line(officer, made, Proven.CERTIFICATES, degree.id, document, degree.version)
    await actions.remove_document(founder, made, degree.proofs[0].id)
    seen = (await queries.company(founder, made)).certificates[0]
    assert (seen.check, seen.proofs) == (None, ())


async def test_what_was_compared_must_be_what_stands_there(db: None) -> None:
    founder, officer = await make.founder(), await make.enrolled_officer()
    made = await _in_park(founder)
    degree, document = await _proven(founder, made)
    await actions.amend_certificate(founder, made, degree.id, _amended(degree), degree.version)
    with pytest.raises(Conflict, match="Compare it with the document once more"):
        await actions.check_line(officer, made, Proven.CERTIFICATES, degree.id, document, degree.version)
    with pytest.raises(Invalid):  # another line's document proves nothing here
        await actions.check_line(officer, made, Proven.CERTIFICATES, degree.id, UUID(int=7), degree.version + 1)


async def test_nobody_checks_their_own_record_nor_one_that_lies_elsewhere(db: None) -> None:
    founder = await make.founder()
    made = await _in_park(founder)
    degree, document = await _proven(founder, made)
    check = (made, Proven.CERTIFICATES, degree.id, document, degree.version)
    with pytest.raises(Forbidden, match="own"):
        await actions.check_line(founder, *check)
    with pytest.raises(Hidden):
        await actions.check_line(make.officer(path="/cn/xj/yz/park9/"), *check)
    with pytest.raises(Hidden):
        await actions.check_line(make.officer(role=Role.EXPERT), *check)


async def test_a_file_that_is_refused_leaves_nothing_behind(db: None) -> None:
    founder, stranger = await make.founder(), await make.founder("何屿")
    made = await make.whole(founder)
    degree = (await queries.company(founder, made)).certificates[0]
    with pytest.raises(Hidden):
        await make.proof(stranger, made, Proven.CERTIFICATES, degree.id)
    with pytest.raises(Hidden):  # a line that is of another noun
        await make.proof(founder, made, Proven.RIGHTS, degree.id)
    assert await database.value("SELECT count(*) FROM document") == 0


def _line(at: date, *papers: tuple[date | None, date | None]) -> Any:
    proofs = [SimpleNamespace(dated_on=dated, valid_until=until) for dated, until in papers]
    return SimpleNamespace(at=datetime(at.year, at.month, at.day, 3, tzinfo=UTC), proofs=proofs)


NEVER = None


@pytest.mark.parametrize(
    ("papers", "months", "old_from"),
    [
        ((), 12, date(2027, 3, 10)),  # the day it was entered
        ((), None, NEVER),
        (((date(2025, 6, 30), None),), 12, date(2026, 6, 30)),  # the paper's own day counts, not when it was uploaded
        (((date(2024, 1, 1), None), (date(2026, 1, 1), None)), 12, date(2027, 1, 1)),  # the newest of several
        (((None, None),), 12, date(2027, 3, 10)),  # a paper without a day
        (((date(2025, 6, 30), date(2025, 12, 31)),), 12, date(2026, 1, 1)),  # it ran out before
        (((None, date(2030, 1, 1)),), None, date(2030, 1, 2)),
    ],
)  # fmt: skip
def test_when_a_line_grows_old(papers: tuple[Any, ...], months: int | None, old_from: date | None) -> None:
    fresh = {Proven.COMPANY: months} if months is not None else {}
    assert stale_from(Proven.COMPANY, _line(date(2026, 3, 10), *papers), fresh) == old_from


@pytest.mark.parametrize(("kind", "old_from"), [("forecast", date(2027, 6, 1)), ("actual", NEVER)])
def test_a_forecast_is_old_once_its_year_is_settled(kind: str, old_from: date | None) -> None:
    fields = dict.fromkeys(("revenue", "profit", "rd_spend", "tax_paid", "total_assets", "headcount"))
    view = FiguresView(
        id=UUID(int=1), version=1, by_name="", at=datetime(2026, 1, 1, tzinfo=UTC), year=2026, kind=kind,
        currency="CNY", **cast("dict[str, Any]", fields),
    )  # fmt: skip
    assert stale_from(Proven.FIGURES, view, {Proven.FIGURES: 5}) == old_from


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 5, 5), 12, date(2027, 5, 5)),
    ],
)
def test_months_later(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


async def test_an_old_line_is_fresh_again_by_the_founders_word_and_its_tick_stays(db: None) -> None:
    founder = await make.founder()
    made = await make.whole(founder)
    await clock.move(timedelta(days=370))
    share = (await queries.company(founder, made)).shares[0]
    today = await clock.today()
    assert share.stale(today)
    assert share.stale_from is not None
    await actions.say_still_right(founder, made, Proven.SHARES, share.id)
    fresh = (await queries.company(founder, made)).shares[0]
    assert (fresh.stale(today), fresh.version) == (False, share.version)


async def test_a_place_can_want_it_fresher(db: None) -> None:
    founder = await make.founder()
    made = await make.whole(founder)
    before = (await queries.company(founder, made)).shares[0].stale_from
    async with policies_kept():
        await database.execute(
            "INSERT INTO reference_policy_value (id, key, locality, value, since, source, clause, verified)"
            " VALUES ($1, 'record.fresh.months.shares', '330100', '{\"value\": \"6\"}', '2026-01-01', 't', 't', true)",
            UUID(int=99),
        )
        after = (await queries.company(founder, made)).shares[0].stale_from
        assert before is not None
        assert after is not None
        assert (after.month - before.month) % 12 == 6


def _figures(year: int, kind: FiguresKind = FiguresKind.ACTUAL, **amounts: Any) -> FiguresRecord:
    return FiguresRecord(
        year=year, kind=kind, **({"revenue": Decimal(1_000_000), "profit": Decimal(-50_000)} | amounts)
    )


async def test_three_years_stand_once_each_with_losses_and_foreign_money(db: None) -> None:
    founder = await make.founder()
    made = await make.company(founder)
    for year in (2024, 2025):
        await actions.add_figures(founder, made, _figures(year, headcount=year - 2012))
    await actions.add_figures(founder, made, _figures(2026, FiguresKind.FORECAST, currency="EUR", profit=None))
    with pytest.raises(Conflict, match="This year is on the record"):
        await actions.add_figures(founder, made, _figures(2025))
    facts = await queries.facts(made, founder.id)
    assert [(one.year, one.kind) for one in facts.figures] == [
        (2026, "forecast"), (2025, "actual"), (2024, "actual"),
    ]  # fmt: skip
    assert [one.text.en for one in facts.lines["company.figures"]][:2] == [
        "2026 (forecast) · revenue EUR 1,000,000.00",
        "2025 · revenue ¥1,000,000.00 · profit -¥50,000.00 · 13 employees",
    ]


async def test_contributions_in_cash_and_in_technology_are_told_apart(db: None) -> None:
    founder = await make.founder()
    made: CompanyView = await queries.company(founder, await make.whole(founder))
    assert (made.cash, made.technology) == (Decimal(2_460_000), Decimal(540_000))


async def test_a_record_with_papers_and_ticks_is_still_one_statement(db: None) -> None:
    founder, officer = await make.founder(), await make.enrolled_officer()
    made = await _in_park(founder)
    async with counted() as bare:
        await queries.company(founder, made)
    for degree in (await queries.company(founder, made)).certificates:
        await make.proof(founder, made, Proven.CERTIFICATES, degree.id, dated_on=date(2026, 1, 1))
    for degree in (await queries.company(founder, made)).certificates:
        await actions.check_line(
            officer, made, Proven.CERTIFICATES, degree.id, degree.proofs[0].document_id, degree.version
        )
    async with counted() as full:
        await queries.company(founder, made)
    assert len(bare) == len(full) == 1


@pytest.mark.parametrize("country", ["de", "DE", " de "])
def test_a_country_is_one_of_iso_3166(country: str) -> None:
    assert PersonRecord(name="x", document_country=country).document_country == "DE"


@pytest.mark.parametrize("country", ["XX", "D", "GER", "UK"])
def test_a_country_that_is_none_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match="document_country"):
        PersonRecord(name="x", document_country=country)
