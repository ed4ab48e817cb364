"""Awards: made when the notice has stood and nothing is open, each with its letter and its verification code."""

from typing import NoReturn
from uuid import UUID

import asyncpg

from parks.adapters import clock, typesetter
from parks.adapters.bus import announce
from parks.adapters.database import execute, row, rows, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.kernel import verification
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.money import Money
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.programmes import permissions
from parks.programmes.events import AwardMade
from parks.programmes.rules.capitals import in_capitals
from parks.programmes.states import LIFE, ApplicationState, Move
from parks.settings import settings
from parks.web import language

CALL = """
SELECT c.id, c.cycle, c.title_zh, c.title_en, o.path, o.name_zh, o.name_en, p.code, s.id AS selection
FROM call c JOIN organisation o ON o.id = c.organisation JOIN programme p ON p.id = c.programme
JOIN selection s ON s.call = c.id WHERE c.id = $1 FOR NO KEY UPDATE OF c
"""


async def make_awards(actor: Actor, call_id: UUID) -> list[UUID]:
    """Award everything that still stands on each notice of the call that has stood; supplements wait for nobody.

    Forbidden (403) before a notice's last day is over; Conflict (409) while an objection is open on each of them, or
    where the awards have been made. What is ranked and not proposed is not selected, once no notice and no freed
    place is open. Answers the awards' ids, highest tier first.
    """
    async with tx():
        call = await row(CALL, call_id) or hidden()
        notices = await rows(
            "SELECT id, number, last_day, closed_at FROM public_notice WHERE selection = $1 ORDER BY part FOR UPDATE",
            call["selection"],
        )
        require(permissions.may_run_calls(actor, path=call["path"]))
        waiting = [one for one in notices if one["closed_at"] is None] or _nothing_waits(bool(notices))
        today = await clock.today()
        require(permissions.notice_has_stood(last_day=min(one["last_day"] for one in waiting), today=today))
        made: list[UUID] = []
        closed = 0
        for notice in waiting:
            standing = await _standing(notice["id"])
            if today <= notice["last_day"] or any(one["state"] == ApplicationState.OBJECTION for one in standing):
                continue
            closed += 1
            made += [
                await _award(actor, call, notice, one) for one in standing if one["state"] == ApplicationState.PUBLICITY
            ]
            await execute("UPDATE public_notice SET closed_at = parks_now() WHERE id = $1", notice["id"])
        if not closed:
            raise Conflict(_("An objection is still open. Answer it first; then the awards can be made."))
        await audit.record(actor, "awards made", call_id, notices=closed, awards=len(made))
        await release_reserve(actor, call_id)
    return made


def _nothing_waits(published: bool) -> NoReturn:
    if not published:
        hidden()
    raise Conflict(_("The awards of this call have been made."))


async def release_reserve(actor: Actor, call_id: UUID) -> None:
    """In the open transaction: what is ranked and not proposed is not selected, unless it may still move up.

    It may while a notice stands (an objection can free a place on it) and while a freed place is undecided.
    """
    waits = await value(
        "SELECT EXISTS (SELECT FROM public_notice n JOIN selection s ON s.id = n.selection"
        "   WHERE s.call = $1 AND n.closed_at IS NULL)"
        " OR EXISTS (SELECT FROM selection_candidate k JOIN application a ON a.id = k.application"
        "   WHERE a.call = $1 AND k.notice IS NOT NULL AND a.state = 'not_selected'"
        "   AND NOT EXISTS (SELECT FROM notice_substitution u WHERE u.removed = k.application))",
        call_id,
    )
    if waits:
        return
    for one in await rows(
        "SELECT k.application, a.state FROM selection_candidate k JOIN application a ON a.id = k.application"
        " WHERE a.call = $1 AND a.state = 'ranked' ORDER BY a.number FOR UPDATE OF a",
        call_id,
    ):
        await _move(one, Move.NOT_SELECT)
        await audit.record(actor, "application not selected", one["application"])


async def _standing(notice_id: UUID) -> list[asyncpg.Record]:
    return await rows(
        "SELECT k.application, k.tier, a.state, a.number, a.company_name, a.applicant_name, a.project_title, a.uscc,"
        " t.amount, t.currency, t.name_zh, t.name_en FROM selection_candidate k"
        " JOIN application a ON a.id = k.application JOIN call_tier t ON t.id = k.tier"
        " WHERE k.notice = $1 ORDER BY t.position, k.rank, a.number FOR UPDATE OF a",
        notice_id,
    )


async def _move(one: asyncpg.Record, move: Move) -> None:
    await execute(
        "UPDATE application SET state = $2, moved_at = parks_now() WHERE id = $1",
        one["application"],
        LIFE.after(ApplicationState(one["state"]), move).value,
    )


async def _award(actor: Actor, call: asyncpg.Record, notice: asyncpg.Record, one: asyncpg.Record) -> UUID:
    award_id, code = uuid7(), verification.new_code()
    place = await value(
        "SELECT count(*) + 1 FROM award w JOIN public_notice n ON n.id = w.notice WHERE n.selection = $1",
        call["selection"],
    )
    number = f"{call['code'].upper()}-{call['cycle']}-ZZ{place:03}"
    amount = Money(one["amount"], one["currency"])
    letter = await typesetter.pdf("award", await _letter(call, notice["number"], one, (number, code)))
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


async def _letter(of: asyncpg.Record, notice: str, one: asyncpg.Record, marks: tuple[str, str]) -> typesetter.Award:
    """`notice` is the number of the notice that it stood on; `marks` the award's own number and its code."""
    number, code = marks
    amount = Money(one["amount"], one["currency"])
    issuer = Bilingual(of["name_zh"], of["name_en"])
    call = Bilingual(of["title_zh"], of["title_en"])
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
            (Bilingual("公示编号", "Public notice"), notice),
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
