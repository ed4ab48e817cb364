"""Agreements (协议): drafted by an officer, completed and signed by the company, countersigned: money is bound."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters import clock, typesetter
from parks.adapters.bus import announce
from parks.adapters.database import execute, execute_many, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.funds.actions import commitments
from parks.funds.rules.plans import Payee, TranchePlan, UsePlan
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Forbidden, Invalid, hidden
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import permissions
from parks.programmes.events import AgreementDrafted, AgreementInForce, AgreementSigned
from parks.programmes.queries import agreements as queries
from parks.programmes.rules import agreements as rules
from parks.programmes.rules.agreements import Terms
from parks.programmes.rules.call_parts import demanded_missing
from parks.programmes.rules.tranches import months_on, of_tier
from parks.programmes.states import AGREEMENT_LIFE, LIFE, AgreementMove, AgreementState, ApplicationState, Measure, Move
from parks.reference import queries as reference
from parks.startups import queries as startups

YEARS, DAY = "isp.tracking.years", "isp.outcome.day"


async def draft(actor: Actor, application_id: UUID) -> UUID:
    """The agreement of one award, as the call's tier has it; answers its id. Conflict (409) where there is one."""
    async with tx():
        found = await row(
            "SELECT a.id, a.state, a.company, w.id AS award, w.number, w.amount, w.currency, t.tranches, c.locality,"
            " o.path FROM application a JOIN award w ON w.application = a.id JOIN call_tier t ON t.id = w.tier"
            " JOIN call c ON c.id = a.call JOIN organisation o ON o.id = c.organisation WHERE a.id = $1"
            " FOR UPDATE OF a",
            application_id,
        )
        one: asyncpg.Record = found or hidden()
        require(permissions.may_run_calls(actor, path=one["path"]))
        if await value("SELECT 1 FROM agreement WHERE application = $1", application_id):
            raise Conflict(_("This award has its agreement already."))
        today = await clock.today()
        count = int(await _policy(YEARS, one["locality"], today))
        terms = rules.drafted(
            Money(one["amount"], one["currency"]),
            of_tier(one["tranches"]),
            range(today.year, today.year + count),
            await _known(actor, one["company"]),
        )
        agreement_id = uuid7()
        number = one["number"].replace("-ZZ", "-XY")
        await execute(
            "INSERT INTO agreement (id, application, award, number, state, terms, digest, note, drafted_by, drafted_at,"
            " company_name, officer_name) VALUES ($1, $2, $3, $4, 'drafted', $5, '', '', $6, parks_now(), '', '')",
            agreement_id,
            application_id,
            one["award"],
            number,
            terms.stored(),
            actor.id,
        )
        await audit.record(actor, "agreement drafted", application_id, number=number)
        await announce(AgreementDrafted(agreement_id))
    return agreement_id


async def draft_all(actor: Actor, call_id: UUID) -> list[UUID]:
    """The agreements of every award of a call that has none yet, in the order of the awards."""
    async with tx():
        waiting = await rows(
            "SELECT a.id FROM application a JOIN award w ON w.application = a.id WHERE a.call = $1"
            " AND a.state = 'awarded' AND NOT EXISTS (SELECT FROM agreement g WHERE g.application = a.id)"
            " ORDER BY w.number",
            call_id,
        )
        if not waiting:
            raise Conflict(_("Every award of this call has its agreement."))
        return [await draft(actor, one["id"]) for one in waiting]


async def _policy(key: str, locality: str, on: date) -> str:
    policy = await reference.policy(key, locality or "CN", on)
    if policy is None:
        raise Conflict(
            _("No policy value “{key}” is in force on {day}. Enter it first, with its source.", key=key, day=on)
        )
    return str(policy.value)


async def _known(actor: Actor, company_id: UUID) -> Mapping[Measure, Decimal]:
    """What the company's record says today: where its promises begin."""
    company = await startups.company(actor, company_id)
    return {
        Measure.HEADCOUNT: Decimal(company.headcount or 0),
        Measure.IP: Decimal(len(company.ip_assets)),
    }


async def _locked(agreement_id: UUID) -> asyncpg.Record:
    found = await row(
        "SELECT g.id, g.number, g.state, g.terms, g.digest, g.company_by, g.company_name, g.company_at, g.application,"
        " a.applicant, a.state AS application_state, a.company, a.company_name AS company_label, a.uscc,"
        " a.number AS applied, a.project_title, c.id AS call, c.budget, c.locality, c.title_zh, c.title_en, o.path,"
        " o.name_zh, o.name_en, w.number AS award_number, w.code FROM agreement g"
        " JOIN application a ON a.id = g.application JOIN call c ON c.id = a.call"
        " JOIN organisation o ON o.id = c.organisation JOIN award w ON w.id = g.award WHERE g.id = $1"
        " FOR UPDATE OF g, a",
        agreement_id,
    )
    agreement: asyncpg.Record = found or hidden()
    return agreement


def _after(agreement: asyncpg.Record, move: AgreementMove) -> AgreementState:
    return AGREEMENT_LIFE.after(AgreementState(agreement["state"]), move)


async def save_terms(
    actor: Actor,
    agreement_id: UUID,
    uses: Mapping[str, Money],
    promises: Mapping[int, Mapping[Measure, Decimal]],
) -> None:
    """What the company fills in, as far as it has got. Invalid (422) for years or uses that the agreement has not."""
    async with tx():
        agreement = await _locked(agreement_id)
        require(permissions.may_sign_for_company(actor, applicant_id=agreement["applicant"]))
        if agreement["state"] != AgreementState.DRAFTED:
            raise Conflict(_("The agreement is signed: its terms stand."))
        terms = Terms.of(agreement["terms"])
        if set(promises) != set(terms.promises) or set(uses) - set(rules.USES):
            raise Invalid(_("These are not the years or uses of this agreement."))
        await execute(
            "UPDATE agreement SET terms = $2 WHERE id = $1", agreement_id, terms.told(uses, promises).stored()
        )
        await audit.record(actor, "agreement completed", agreement["application"], number=agreement["number"])


async def hand_in(actor: Actor, agreement_id: UUID, material_id: UUID, file: documents.Incoming) -> None:
    """A material that the award's tier alone needs; a second file takes the first one's place, until it is signed.

    Invalid (422) for what this tier does not ask for or what is no document; Conflict (409) once it is signed. The
    actor has declared that it holds no secrets. The bytes come in before any row is locked.
    """
    await _may_hand_in(actor, agreement_id, material_id)
    declared = await documents.declare(actor, agreement_id)
    async with documents.brought(actor, file, declaration_id=declared) as taken, tx():
        agreement = await _may_hand_in(actor, agreement_id, material_id)
        before = await value(
            "DELETE FROM agreement_material WHERE agreement = $1 AND material = $2 RETURNING document",
            agreement_id,
            material_id,
        )
        if before is not None:
            await documents.discard(actor, before)
        stored = await documents.keep(actor, taken)
        await execute(
            "INSERT INTO agreement_material (id, agreement, material, document) VALUES ($1, $2, $3, $4)",
            uuid7(),
            agreement_id,
            material_id,
            stored.id,
        )
        await audit.record(
            actor, "document added", agreement["application"], document=stored.name, sha256=stored.sha256
        )


async def _may_hand_in(actor: Actor, agreement_id: UUID, material_id: UUID) -> asyncpg.Record:
    agreement = await _locked(agreement_id)
    require(permissions.may_sign_for_company(actor, applicant_id=agreement["applicant"]))
    if agreement["state"] != AgreementState.DRAFTED:
        raise Conflict(_("The agreement is signed: its terms stand."))
    if material_id not in {one.id for one in await queries.demanded(agreement_id)}:
        raise Invalid(fields={"material": _("Choose one of the options.")})
    return agreement


async def sign(actor: Actor, agreement_id: UUID, name: str) -> None:
    """The company's signature: the applicant types their own name. Terms and payee stand from here on.

    Invalid (422) where the terms are not whole, the name is another's, or a material that the tier alone needs has no
    file yet; Conflict (409) without a bank account.
    """
    async with tx():
        agreement = await _locked(agreement_id)
        require(permissions.may_sign_for_company(actor, applicant_id=agreement["applicant"]))
        state = _after(agreement, AgreementMove.SIGN)
        _named(actor, name)
        payee = await startups.payee(agreement["company"])
        if payee is None:
            raise Conflict(
                _("The company has no bank account on its record. Enter it there first; the grant goes to it.")
            )
        terms = Terms.of(agreement["terms"])
        wrong = rules.problems(terms)
        missing = [one for one in await queries.demanded(agreement_id) if not one.here]
        if missing:
            wrong["material"] = demanded_missing(missing[0].title)
        if wrong:
            raise Invalid(fields=wrong)
        terms = Terms(
            terms.amount,
            terms.parts,
            terms.uses,
            terms.promises,
            f"{payee.bank} {payee.branch} {payee.account_masked}",
        )
        await execute(
            "UPDATE agreement SET state = $2, terms = $3, digest = $4, note = '', company_by = $5, company_name = $6,"
            " company_at = parks_now() WHERE id = $1",
            agreement_id,
            state.value,
            terms.stored(),
            terms.digest(),
            actor.id,
            actor.name[:200],
        )
        await audit.record(
            actor, "agreement signed", agreement["application"], number=agreement["number"], digest=terms.digest()
        )
        await announce(AgreementSigned(agreement_id))


def _named(actor: Actor, typed: str) -> None:
    verdict = permissions.name_is_typed(actor, typed=typed)
    if not verdict and verdict.reason is not None:
        raise Invalid(fields={"name": verdict.reason})


async def send_back(actor: Actor, agreement_id: UUID, note: str) -> None:
    """The officer asks for other terms: the company changes them and signs again."""
    if not note.strip():
        raise Invalid(fields={"note": _("Say what is to be changed. The company reads it.")})
    async with tx():
        agreement = await _locked(agreement_id)
        require(permissions.may_run_calls(actor, path=agreement["path"]))
        await execute(
            "UPDATE agreement SET state = $2, note = $3, digest = '', company_by = NULL, company_name = '',"
            " company_at = NULL WHERE id = $1",
            agreement_id,
            _after(agreement, AgreementMove.SEND_BACK).value,
            note.strip(),
        )
        await audit.record(actor, "agreement sent back", agreement["application"], note=note.strip())
        await announce(AgreementDrafted(agreement_id))


async def countersign(actor: Actor, agreement_id: UUID, name: str) -> UUID:
    """The programme's signature: money is bound, the PDF is filed, the years to report are laid out.

    Answers the commitment's id. Conflict (409) where the call has no budget, the budget does not carry it, or the
    account on record is not the one that was signed.
    """
    async with tx():
        agreement = await _locked(agreement_id)
        require(permissions.may_countersign(actor, path=agreement["path"], applicant_id=agreement["applicant"]))
        state = _after(agreement, AgreementMove.COUNTERSIGN)
        _named(actor, name)
        terms = Terms.of(agreement["terms"])
        if terms.digest() != agreement["digest"]:
            raise Forbidden(_("The terms are not those that were signed. Send the agreement back."))
        payee = await startups.payee(agreement["company"])
        if payee is None or f"{payee.bank} {payee.branch} {payee.account_masked}" != terms.account:
            raise Conflict(
                _("The company's account has changed since it signed. Send the agreement back to be signed anew.")
            )
        today = await clock.today()
        commitment_id = await commitments.commit(
            actor,
            await _budget(agreement),
            SubjectRef(
                "application",
                agreement["application"],
                f"{agreement['applied']} {agreement['company_label']}",
                f"/applications/{agreement['application']}",
            ),
            Payee(**{slot: getattr(payee, slot) for slot in Payee.__slots__}),
            [TranchePlan(one.amount, one.condition, months_on(today, one.months)) for one in terms.parts],
            uses=[UsePlan(rules.USES[key], sum_) for key, sum_ in terms.uses.items() if sum_.amount],
        )
        signed_at = await clock.now()
        letter = await typesetter.pdf("agreement", queries.letter(dict(agreement), terms, actor.name, signed_at))
        document = await documents.file_letter(f"{agreement['number']}.pdf", letter)
        await execute(
            "UPDATE agreement SET state = $2, officer_by = $3, officer_name = $4, officer_at = $5, document = $6,"
            " commitment_id = $7 WHERE id = $1",
            agreement_id,
            state.value,
            actor.id,
            actor.name[:200],
            signed_at,
            document,
            commitment_id,
        )
        await execute(
            "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1",
            agreement["application"],
            LIFE.after(ApplicationState(agreement["application_state"]), Move.SIGN).value,
        )
        await _lay_out(agreement_id, terms, await _policy(DAY, agreement["locality"], today))
        await audit.record(
            actor,
            "agreement in force",
            agreement["application"],
            number=agreement["number"],
            amount=terms.amount,
            digest=agreement["digest"],
            commitment=commitment_id,
        )
        await announce(AgreementInForce(agreement_id))
    return commitment_id


async def _budget(agreement: asyncpg.Record) -> UUID:
    """The call's own budget: the one it names, or the first that was founded for it."""
    named: UUID | None = agreement["budget"]
    found: UUID | None = named or await value(
        "SELECT id FROM fund_budget WHERE subject_id = $1 ORDER BY founded_at, id LIMIT 1", agreement["call"]
    )
    if found is None:
        raise Conflict(_("This call has no budget yet. Found it first; then the agreement can bind its money."))
    return found


async def _lay_out(agreement_id: UUID, terms: Terms, day: str) -> None:
    month, of_month = int(day[:2]), int(day[3:])
    await execute_many(
        "INSERT INTO outcome_year (id, agreement, year, due, state, promised_headcount, promised_revenue, promised_ip,"
        " promised_tax, text, answer, verified_name) VALUES ($1, $2, $3, $4, 'due', $5, $6, $7, $8, '', '', '')",
        [
            (
                uuid7(),
                agreement_id,
                year,
                date(year + 1, month, of_month),
                *(told.get(measure, Decimal(0)) for measure in Measure),
            )
            for year, told in sorted(terms.promises.items())
        ],
    )
