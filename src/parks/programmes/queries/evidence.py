"""What the rules rest on: the company's record, what was declared, and what other regions and cycles hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters.clock import BEIJING
from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.programmes.rules.eligibility import Asset, Degree, Elsewhere, Evidence, Share
from parks.programmes.rules.predicates import LEVELS
from parks.programmes.states import GRANTED
from parks.questionnaires.queries import Sheet
from parks.questionnaires.rules.handed_in import Fact, FactDetail
from parks.startups import queries as startups
from parks.startups.rules.entered import Line
from parks.startups.rules.facts import MAINLAND, CompanyFacts, facts_of
from parks.startups.rules.views import CompanyView

CLEAN = "integrity"
"""The declaration of the questionnaire that R-CLEAN rests on, where it asks for one."""


@dataclass(frozen=True, slots=True)
class Match:
    """The same person or company elsewhere. Number and company are for officers alone; founders learn the place."""

    kind: str  # award · filing
    year: int
    place: Bilingual
    number: str
    company: str
    application_id: UUID | None

    @property
    def elsewhere(self) -> Elsewhere:
        return Elsewhere(self.kind, self.year, self.place)


MATCHES = """
SELECT COALESCE(json_agg(m ORDER BY m.year DESC), '[]') FROM (
  SELECT 'award' AS kind, e.cycle AS year, e.place_zh AS zh, e.place_en AS en, '' AS number, e.company_name AS company,
    NULL::uuid AS id
  FROM earlier_award e
  WHERE (e.uscc <> '' AND e.uscc = {uscc}) OR (e.person_mark <> '' AND e.person_mark = {mark})
  UNION ALL
  SELECT CASE WHEN b.state IN {granted} THEN 'award' ELSE 'filing' END, bc.cycle,
    COALESCE(city.name_zh, ''), COALESCE(city.name_en, ''), b.number, b.company_name, b.id
  FROM application b JOIN call bc ON bc.id = b.call
  LEFT JOIN LATERAL (SELECT o.name_zh, o.name_en FROM organisation o WHERE o.kind = 'city'
    AND left(b.path, length(o.path)) = o.path LIMIT 1) city ON TRUE
  WHERE b.id <> {id} AND ((b.uscc <> '' AND b.uscc = {uscc}) OR (b.person_mark <> '' AND b.person_mark = {mark}))
    AND (b.state IN {granted}
      OR (b.call = {call} AND b.submitted_at IS NOT NULL AND b.state NOT IN ('draft', 'withdrawn')))
) m
""".replace("{granted}", f"({', '.join(repr(one.value) for one in sorted(GRANTED))})")
"""R-ONCE across all regions and cycles, without the scope of the reader: that is what the rule is about."""


def matches_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Match, ...]:
    return tuple(
        Match(
            kind=one["kind"],
            year=one["year"],
            place=Bilingual(one["zh"], one["en"]),
            number=one["number"],
            company=one["company"],
            application_id=UUID(one["id"]) if one["id"] else None,
        )
        for one in stored
    )


async def matches(application_id: UUID, call_id: UUID, uscc: str, mark: str) -> tuple[Match, ...]:
    """The same person or company in other applications and on the lists of former cycles."""
    found = await value(
        MATCHES.format(id="$1::uuid", call="$2::uuid", uscc="$3::text", mark="$4::text"),
        application_id,
        call_id,
        uscc,
        mark,
    )
    return matches_of(found)


@dataclass(frozen=True, slots=True)
class Record:
    """The company's record as an application needs it: facts for the rules, facts for the sheet, all of it to keep."""

    company: CompanyView
    facts: CompanyFacts
    on: date

    @property
    def sheet_facts(self) -> dict[str, Fact]:
        """What the questionnaire's fact questions show, by the name of their source."""
        entered = self.facts.entered
        return {
            source: Fact(
                lines=tuple(one.text for one in lines),
                source=RECORD,
                at=(entered.get(source.partition(".")[0]) or entered["company"]).at.date(),
                url=self.company.url,
                details=tuple(_detail(one) for one in lines),
            )
            for source, lines in self.facts.lines.items()
        }

    @property
    def stored(self) -> dict[str, Any]:
        """What a submission keeps of it: the lines as people read them, numbers masked."""
        return {
            "name": self.facts.name.stored(),
            "uscc": self.facts.uscc,
            "lines": {source: [one.text.stored() for one in lines] for source, lines in self.facts.lines.items()},
        }


def _detail(line: Line) -> FactDetail:
    of = line.entered
    return FactDetail(
        url=of.url,
        checked_by=of.checked.officer if of.checked else "",
        checked_on=of.checked.at.astimezone(BEIJING).date() if of.checked else None,
        stale_from=of.stale_from,
    )


RECORD = Bilingual("企业档案", "Company record")


async def record(actor: Actor, company_id: UUID, on: date) -> Record:
    """The record of the actor's own company, for an application by them (Hidden, 404, for others).

    `on`: the day that rights must be in force.
    """
    company = await startups.company(actor, company_id)
    return Record(company, facts_of(company, account_id=actor.id, on=on), on)


async def record_of(company_id: UUID, applicant_id: UUID, on: date) -> Record:
    """The same for an application that the reader was found to see, whoever of its hands asks."""
    company = await startups.anyones(company_id)
    return Record(company, facts_of(company, account_id=applicant_id, on=on), on)


def evidence(of: Record, sheet: Sheet | None, found: Sequence[Match], *, programme: Bilingual, cycle: int) -> Evidence:
    """All that is known now. What the founder declares of other funding counts as much as what we find."""
    facts = of.facts
    entered = facts.entered
    url = of.company.url
    cash = [one.cash for one in of.company.shares]
    return Evidence(
        legal_representative=facts.applicant_is_legal_representative,
        degrees=tuple(Degree(one.level, one.institution, country=one.country) for one in facts.degrees) or None,
        domestic_degrees=_domestic(of) or None,
        postdoc_months=facts.postdoc_months,
        months_abroad=None if facts.overseas_years is None else int(facts.overseas_years * 12),
        ip_assets=tuple(Asset(one.label, one.kind) for one in facts.assets if one.in_force) or None,
        registered_on=facts.registered_on,
        on=of.on,
        shares=tuple(Share(one.holder, one.applicant, one.amount, one.returnee) for one in facts.contributions) or None,
        cash_capital=sum((one or Decimal(0) for one in cash), Decimal(0))
        if any(one is not None for one in cash)
        else None,
        full_time=facts.full_time,
        elsewhere=(*(one.elsewhere for one in found), *_declared(facts, programme, cycle)),
        person_known=facts.applicant_fingerprint != "",
        clean_record=_clean(sheet),
        in_park=True,
        urls={"company": url, "person": entered["applicant"].url},
    )


def _domestic(of: Record) -> tuple[Degree, ...]:
    """The applicant's degrees of the mainland, which the facts of the Support Plan leave out."""
    return tuple(
        Degree(one.level, one.institution, country=one.country)
        for one in of.company.certificates
        if one.person == of.facts.applicant_id and one.country == MAINLAND and one.level in LEVELS
    )


def _declared(facts: CompanyFacts, programme: Bilingual, cycle: int) -> list[Elsewhere]:
    """Of what the record says was received or asked for: an award of this very programme, or a filing of this cycle."""
    found = []
    for one in facts.funding:
        same = any(name and name in one.programme for name in (programme.zh, programme.en))
        if same and (one.kind == "award" or one.year == cycle):
            found.append(Elsewhere(one.kind, one.year, Bilingual(one.place, one.place)))
    return found


def _clean(sheet: Sheet | None) -> bool | None:
    if sheet is None:
        return None
    given = next((one.value for one in sheet.questions if one.key == CLEAN), None)
    return given if isinstance(given, bool) else None
