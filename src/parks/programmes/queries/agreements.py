"""Agreements and outcomes: to those who may see the application; and what stands in the agreement's letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters.clock import BEIJING
from parks.adapters.database import row, rows, value
from parks.adapters.typesetter import Agreement, Listing
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.words import Bilingual
from parks.programmes import permissions
from parks.programmes.queries.scope import visible_to
from parks.programmes.rules import agreements as rules
from parks.programmes.rules.agreements import Terms
from parks.programmes.rules.capitals import in_capitals
from parks.programmes.states import AgreementState, Measure, OutcomeState
from parks.web import language


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A year: promised and found by measure (None: not told yet), and how much of each promise was reached."""

    id: UUID
    year: int
    due: date
    state: OutcomeState
    promised: Mapping[Measure, Decimal]
    found: Mapping[Measure, Decimal | None]
    operating: bool | None
    text: str
    answer: str
    reported_at: datetime | None
    verified_name: str
    verified_at: datetime | None

    def reached(self, measure: Measure) -> Decimal | None:
        return rules.reached(self.promised[measure], self.found[measure])


@dataclass(frozen=True, slots=True)
class Demanded:
    """A material that the award's tier alone needs: `document_id` as it was handed in here (`name` the file's);
    `sent` where the application brought it already.
    """

    id: UUID
    title: Bilingual
    document_id: UUID | None
    name: str
    sent: bool

    @property
    def here(self) -> bool:
        return self.sent or self.document_id is not None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """`own`: the reader is the applicant; `can_*` what they may do now. `outcomes` once it is in force."""

    id: UUID
    application_id: UUID
    number: str
    application_number: str
    award_id: UUID
    company: str
    project: str
    call: Bilingual
    organisation: Bilingual
    state: AgreementState
    terms: Terms
    digest: str
    note: str
    company_name: str
    company_at: datetime | None
    officer_name: str
    officer_at: datetime | None
    document_id: UUID | None
    commitment_id: UUID | None
    outcomes: tuple[OutcomeView, ...]
    demanded: tuple[Demanded, ...]
    today: date
    own: bool
    can_countersign: bool
    can_verify: bool

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}/agreement"

    @property
    def can_write(self) -> bool:
        return self.own and self.state is AgreementState.DRAFTED


DEMANDED = """
SELECT m.id, m.title_zh, m.title_en, f.document, d.name, jsonb_path_exists(s.answers,
  '$.sections[*].questions[*] ? (@.key == $key).files[0]', jsonb_build_object('key', m.question)) AS sent
FROM call_material m JOIN call_tier t ON t.call = m.call AND t.key = m.tier
LEFT JOIN agreement_material f ON f.material = m.id AND f.agreement = g.id
LEFT JOIN document_version d ON d.document = f.document AND d.number = 1
LEFT JOIN submission s ON s.application = g.application
  AND s.version = (SELECT max(z.version) FROM submission z WHERE z.application = g.application)
WHERE t.id = (SELECT w.tier FROM award w WHERE w.id = g.award) AND m.required ORDER BY m.position
"""
"""What the tier of the award of `agreement g` alone needs."""

AGREEMENT = f"""
SELECT g.id, g.application, a.number AS applied, g.award, g.number, g.state, g.terms, g.digest, g.note, g.company_name,
  g.company_at, g.officer_name, g.officer_at, g.document, g.commitment_id, a.company_name AS company, a.project_title,
  a.applicant, a.path AS seat, c.title_zh, c.title_en, o.name_zh, o.name_en, o.path, parks_today() AS today,
  (SELECT COALESCE(json_agg(x), '[]') FROM ({DEMANDED}) x) AS demanded
FROM agreement g JOIN application a ON a.id = g.application JOIN call c ON c.id = a.call
JOIN organisation o ON o.id = c.organisation
"""

YEARS = """
SELECT id, agreement, year, due, state, promised_headcount, promised_revenue, promised_ip, promised_tax, headcount,
  revenue, ip, tax, operating, text, answer, reported_at, verified_name, verified_at
FROM outcome_year WHERE agreement = $1 ORDER BY year
"""


async def agreement(actor: Actor, application_id: UUID) -> AgreementView:
    """Of one application, for whoever may see that; two statements. Hidden (404) where there is none yet."""
    seen, values = visible_to(actor, 2)
    found = await row(f"{AGREEMENT} WHERE g.application = $1 AND {seen}", application_id, *values) or hidden()
    return _view(actor, found, await rows(YEARS, found["id"]))


async def agreement_by_id(actor: Actor, agreement_id: UUID) -> AgreementView:
    seen, values = visible_to(actor, 2)
    found = await row(f"{AGREEMENT} WHERE g.id = $1 AND {seen}", agreement_id, *values) or hidden()
    return _view(actor, found, await rows(YEARS, agreement_id))


async def of_outcome(actor: Actor, outcome_id: UUID) -> AgreementView:
    """The agreement whose year this is."""
    seen, values = visible_to(actor, 2)
    found = (
        await row(
            f"{AGREEMENT} JOIN outcome_year y ON y.agreement = g.id WHERE y.id = $1 AND {seen}", outcome_id, *values
        )
        or hidden()
    )
    return _view(actor, found, await rows(YEARS, found["id"]))


def _view(actor: Actor, one: asyncpg.Record, years: Sequence[asyncpg.Record]) -> AgreementView:
    own = one["applicant"] == actor.id
    return AgreementView(
        id=one["id"],
        application_id=one["application"],
        number=one["number"],
        application_number=one["applied"],
        award_id=one["award"],
        company=one["company"],
        project=one["project_title"],
        call=Bilingual(one["title_zh"], one["title_en"]),
        organisation=Bilingual(one["name_zh"], one["name_en"]),
        state=AgreementState(one["state"]),
        terms=Terms.of(one["terms"]),
        digest=one["digest"],
        note=one["note"],
        company_name=one["company_name"],
        company_at=one["company_at"],
        officer_name=one["officer_name"],
        officer_at=one["officer_at"],
        document_id=one["document"],
        commitment_id=one["commitment_id"],
        outcomes=tuple(_outcome(year) for year in years),
        demanded=tuple(_demanded(each) for each in one["demanded"]),
        today=one["today"],
        own=own,
        can_countersign=one["state"] == AgreementState.SIGNED
        and bool(permissions.may_countersign(actor, path=one["path"], applicant_id=one["applicant"])),
        can_verify=bool(permissions.may_verify(actor, path=one["seat"], applicant_id=one["applicant"])),
    )


def _demanded(one: Mapping[str, Any]) -> Demanded:
    document = UUID(one["document"]) if one["document"] else None
    return Demanded(
        UUID(one["id"]), Bilingual(one["title_zh"], one["title_en"]), document, one["name"] or "", bool(one["sent"])
    )


async def demanded(agreement_id: UUID) -> tuple[Demanded, ...]:
    """For the actions on an agreement that they have locked."""
    found = await value(
        f"SELECT (SELECT COALESCE(json_agg(x), '[]') FROM ({DEMANDED}) x) FROM agreement g WHERE g.id = $1",
        agreement_id,
    )
    return tuple(_demanded(each) for each in found)


def _outcome(one: asyncpg.Record) -> OutcomeView:
    return OutcomeView(
        id=one["id"],
        year=one["year"],
        due=one["due"],
        state=OutcomeState(one["state"]),
        promised={measure: one[f"promised_{measure}"] for measure in Measure},
        found={measure: one[measure.value] for measure in Measure},
        operating=one["operating"],
        text=one["text"],
        answer=one["answer"],
        reported_at=one["reported_at"],
        verified_name=one["verified_name"],
        verified_at=one["verified_at"],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An award of a call with where its agreement stands; `state` None while none is drafted."""

    application_id: UUID
    number: str
    company: str
    amount: Money
    state: AgreementState | None
    company_at: datetime | None
    commitment_id: UUID | None


@dataclass(frozen=True, slots=True)
class Agreements:
    """All of a call, in the order of its awards."""

    call_id: UUID
    call: Bilingual
    lines: tuple[Line, ...]

    @property
    def undrafted(self) -> int:
        return sum(one.state is None for one in self.lines)


async def of_call(actor: Actor, call_id: UUID) -> Agreements:
    """Two statements. Hidden (404) to all but the call's officers and auditors."""
    paths = actor.paths(Role.PROGRAMME_OFFICER, Role.AUDITOR)
    call = (
        await row(
            "SELECT c.id, c.title_zh, c.title_en FROM call c JOIN organisation o ON o.id = c.organisation"
            " WHERE c.id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place))",
            call_id,
            paths,
        )
        or hidden()
    )
    found = await rows(
        "SELECT a.id, a.number, a.company_name, w.amount, w.currency, g.state, g.company_at, g.commitment_id"
        " FROM award w JOIN application a ON a.id = w.application LEFT JOIN agreement g ON g.application = a.id"
        " WHERE a.call = $1 ORDER BY w.number LIMIT 2000",
        call_id,
    )
    return Agreements(
        call_id,
        Bilingual(call["title_zh"], call["title_en"]),
        tuple(
            Line(
                one["id"],
                one["number"],
                one["company_name"],
                Money(one["amount"], one["currency"]),
                AgreementState(one["state"]) if one["state"] else None,
                one["company_at"],
                one["commitment_id"],
            )
            for one in found
        ),
    )


def letter(one: Mapping[str, Any], terms: Terms, officer: str, signed_at: datetime) -> Agreement:
    """What stands in the PDF; `one` is the agreement as `actions.agreements` locked it."""
    issuer = Bilingual(one["name_zh"], one["name_en"])
    call = Bilingual(one["title_zh"], one["title_en"])
    figures = language.money(terms.amount)
    return Agreement(
        issuer=issuer,
        title=Bilingual("资助协议书", "Grant agreement"),
        number=one["number"],
        day=signed_at.astimezone(BEIJING).date(),
        opening=Bilingual(
            f"甲方（{issuer.zh}）与乙方（{one['company_label']}）就“{call.zh}”资助事项订立本协议。",
            f"{issuer.en} and {one['company_label']} agree on the grant under “{call.en}” as follows.",
        ),
        facts=[
            (Bilingual("乙方", "Company"), f"{one['company_label']}（{one['uscc']}）"),
            (Bilingual("申报编号", "Application number"), one["applied"]),
            (Bilingual("入选编号", "Award number"), one["award_number"]),
            (Bilingual("项目", "Project"), one["project_title"]),
            (
                Bilingual("资助金额", "Grant amount"),
                Bilingual(f"{figures}（人民币{in_capitals(terms.amount.amount)}）", figures)
                if terms.amount.currency == "CNY"
                else figures,
            ),
            (Bilingual("收款账户", "Account"), terms.account),
        ],
        tables=[_parts(terms), _uses(terms), _promises(terms)],
        paragraphs=list(CLAUSES),
        signatures=[
            (Bilingual("乙方签署", "For the company"), _signed(one["company_name"], one["company_at"])),
            (Bilingual("甲方签署", "For the programme"), _signed(officer, signed_at)),
            (Bilingual("协议条款摘要值（SHA-256）", "Digest of the terms (SHA-256)"), one["digest"]),
        ],
    )


CLAUSES = (
    Bilingual(
        "一、资助资金专款专用，乙方单独核算，凭证保存备查；不得用于本协议所列用途以外的支出。",
        "1. The grant serves the uses listed here alone. The company keeps separate accounts and all vouchers.",
    ),
    Bilingual(
        "二、乙方按规定每年两次报送资金使用情况，每年报送绩效，并配合中期检查、随机抽查和验收。",
        "2. The company reports the use of funds twice a year and its outcomes each year, and is open to checks and"
        " acceptance.",
    ),
    Bilingual(
        "三、拨付条件未具备的，不予拨付；违反约定的，限期整改；逾期不改或挪用资金的，追回已拨付资金。",
        "3. A part is paid when its condition holds. What breaks this agreement is rectified by a set day, or the grant"
        " is claimed back.",
    ),
)


def _signed(name: str, at: datetime) -> Bilingual:
    local = at.astimezone(BEIJING)
    return Bilingual(
        f"{name}，{local:%Y-%m-%d %H:%M}（北京时间）在系统内键入本人姓名签署",
        f"{name}, {local:%Y-%m-%d %H:%M} (Beijing), by typing their own name in the system",
    )


def _parts(terms: Terms) -> Listing:
    return Listing(
        title=Bilingual("资金拨付", "Payments"),
        heads=[Bilingual("期次", "Part"), Bilingual("金额", "Amount"), Bilingual("条件", "Condition"),
               Bilingual("签署后（月）", "Months after signing")],
        rows=[
            [str(place), language.money(one.amount), one.condition, str(one.months)]
            for place, one in enumerate(terms.parts, start=1)
        ],
    )  # fmt: skip


def _uses(terms: Terms) -> Listing:
    return Listing(
        title=Bilingual("资金用途预算", "Uses of the grant"),
        heads=[Bilingual("用途", "Use"), Bilingual("金额", "Amount")],
        rows=[[rules.USES[key], language.money(one)] for key, one in terms.uses.items() if one.amount],
    )


def _promises(terms: Terms) -> Listing:
    return Listing(
        title=Bilingual("绩效目标", "Promised outcomes"),
        heads=[Bilingual("年度", "Year"), *rules.MEASURES.values()],
        rows=[
            [str(year), *(language.number(told.get(measure, Decimal(0))) for measure in Measure)]
            for year, told in sorted(terms.promises.items())
        ],
    )
