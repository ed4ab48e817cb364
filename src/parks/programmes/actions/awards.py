"""Awards: made when the notice has stood and nothing is open, each with its letter and its verification code."""

from uuid import UUID

import asyncpg

from parks.adapters import clock, typesetter
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.events import AwardMade
from parks.programmes.rules import verification
from parks.programmes.rules.capitals import in_capitals
from parks.programmes.states import LIFE, ApplicationState, Move
from parks.settings import settings
from parks.web import language


async def make_awards(actor: Actor, call_id: UUID) -> list[UUID]:
    """Award everything that still stands on the call's notice; what was ranked and not proposed is not selected.

    Forbidden (403) before the notice's last day is over; Conflict (409) while an objection is open, or where the
    awards have been made. Answers the awards' ids, highest tier first.
    """
    async with tx():
        notice = (
            await row(
                "SELECT n.id, n.number, n.last_day, n.closed_at, s.id AS selection, c.cycle, c.title_zh, c.title_en,"
                " o.path, o.name_zh, o.name_en, p.code FROM call c JOIN organisation o ON o.id = c.organisation"
                " JOIN programme p ON p.id = c.programme JOIN selection s ON s.call = c.id"
                " JOIN public_notice n ON n.selection = s.id WHERE c.id = $1 FOR UPDATE OF n",
                call_id,
            )
            or hidden()
        )
        require(permissions.may_run_calls(actor, path=notice["path"]))
        require(permissions.notice_has_stood(last_day=notice["last_day"], today=await clock.today()))
        if notice["closed_at"] is not None:
            raise Conflict(_("The awards of this call have been made."))
        standing = await _standing(notice["selection"])
        if any(one["state"] == ApplicationState.OBJECTION for one in standing):
            raise Conflict(_("An objection is still open. Answer it first; then the awards can be made."))
        made = [
            await _award(actor, notice, one, place)
            for place, one in enumerate((one for one in standing if one["tier"] is not None), start=1)
            if one["state"] == ApplicationState.PUBLICITY
        ]
        for one in standing:
            if one["state"] == ApplicationState.RANKED:
                await _move(one, Move.NOT_SELECT)
                await audit.record(actor, "application not selected", one["application"])
        await execute("UPDATE public_notice SET closed_at = parks_now() WHERE id = $1", notice["id"])
        await audit.record(actor, "awards made", call_id, notice=notice["number"], awards=len(made))
    return made


async def _standing(selection_id: UUID) -> list[asyncpg.Record]:
    return await rows(
        "SELECT k.application, k.tier, a.state, a.number, a.company_name, a.applicant_name, a.project_title, a.uscc,"
        " t.amount, t.currency, t.name_zh, t.name_en FROM selection_candidate k"
        " JOIN application a ON a.id = k.application LEFT JOIN call_tier t ON t.id = k.tier"
        " WHERE k.selection = $1 ORDER BY t.position NULLS LAST, k.rank, a.number FOR UPDATE OF a",
        selection_id,
    )


async def _move(one: asyncpg.Record, move: Move) -> None:
    await execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1",
        one["application"],
        LIFE.after(ApplicationState(one["state"]), move).value,
    )


async def _award(actor: Actor, notice: asyncpg.Record, one: asyncpg.Record, place: int) -> UUID:
    award_id, code = uuid7(), verification.new_code()
    number = f"{notice['code'].upper()}-{notice['cycle']}-ZZ{place:03}"
    amount = Money(one["amount"], one["currency"])
    letter = await typesetter.pdf("award", await _letter(notice, one, number, code, amount))
    document = await documents.file_letter(f"{number}.pdf", letter)
    await execute(
        "INSERT INTO award (id, application, notice, tier, number, code, amount, currency, letter, made_by, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, parks_now())",
        award_id,
        one["application"],
        notice["id"],
        one["tier"],
        number,
        code,
        amount.amount,
        amount.currency,
        document,
        actor.id,
    )
    await _move(one, Move.AWARD)
    await audit.record(actor, "award made", one["application"], number=number, amount=amount)
    await announce(AwardMade(award_id))
    return award_id


async def _letter(
    notice: asyncpg.Record, one: asyncpg.Record, number: str, code: str, amount: Money
) -> typesetter.Award:
    issuer = Bilingual(notice["name_zh"], notice["name_en"])
    call = Bilingual(notice["title_zh"], notice["title_en"])
    figures = language.money(amount)
    return typesetter.Award(
        issuer=issuer,
        title=Bilingual("入选通知书", "Letter of award"),
        number=number,
        day=await clock.today(),
        to=one["company_name"],
        code=code,
        verify_url=f"{settings().base_url}/verify?code={code}",
        opening=Bilingual(
            f"经专家评审和公示，贵单位申报的项目入选“{call.zh}”。",
            f"After expert review and public notice, your project has been selected under “{call.en}”.",
        ),
        facts=[
            (Bilingual("企业", "Company"), f"{one['company_name']}（{one['uscc']}）"),
            (Bilingual("申报人", "Applicant"), one["applicant_name"]),
            (Bilingual("申报编号", "Application number"), one["number"]),
            (Bilingual("项目", "Project"), one["project_title"]),
            (Bilingual("类别", "Tier"), Bilingual(one["name_zh"], one["name_en"])),
            (
                Bilingual("资助金额", "Grant amount"),
                Bilingual(f"{figures}（人民币{in_capitals(amount.amount)}）", figures)
                if amount.currency == "CNY"
                else figures,
            ),
            (Bilingual("公示编号", "Public notice"), notice["number"]),
        ],
        paragraphs=[
            Bilingual(
                "资助资金专款专用，用于研发与市场开拓等创业启动支出，并按规定提交资金使用报告。",
                "The grant is for starting up alone: research, development and reaching the market; its use is reported"
                " as the rules require.",
            )
        ],
        signer=issuer,
    )
