"""The print pack of an application: all of it on paper, marked page by page, with room for the seals of its levels."""

from uuid import UUID

from parks.adapters.clock import BEIJING
from parks.adapters.database import value
from parks.adapters.typesetter import Pack, Seal
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.programmes.queries import applications, letters
from parks.programmes.queries.applications import ApplicationView, OpinionView
from parks.programmes.rules import print_pack
from parks.programmes.rules.ladder import Rung
from parks.programmes.rules.print_pack import Mark
from parks.programmes.states import Level, Outcome

OUTCOMES: dict[Outcome, Bilingual] = {
    Outcome.RECOMMENDED: Bilingual("同意推荐", "Recommended"),
    Outcome.NOT_RECOMMENDED: Bilingual("不予推荐", "Not recommended"),
    Outcome.INELIGIBLE: Bilingual("不符合条件", "Not eligible"),
}
LEVELS: dict[Level, Bilingual] = {
    Level.PARK: Bilingual("园区推荐意见", "Opinion of the park"),
    Level.CITY: Bilingual("市级推荐意见", "Opinion of the city"),
    Level.PROVINCE: Bilingual("省级推荐意见", "Opinion of the province"),
}


async def pack(actor: Actor, application_id: UUID) -> tuple[str, Pack]:
    """The newest version for whoever sees the application, opinions as far as the reader may read them.

    Hidden (404) where nothing was sent. Two statements.
    """
    found = await applications.application(actor, application_id)
    if found.number is None:
        hidden()
    sent = await applications.submission(application_id)
    mark = print_pack.mark(found.number, sent.version, sent.answers, sent.facts)
    made = Pack(
        issuer=found.programme,
        title=Bilingual("申报材料打印件", "Application on paper"),
        number=f"{found.number}-v{sent.version}",
        day=sent.at.astimezone(BEIJING).date(),
        to=f"{found.applicant}（{found.company}）",
        mark=str(mark),
        facts=[
            (Bilingual("申报事项", "Call"), found.call_title),
            (Bilingual("企业", "Company"), f"{found.company}（{found.uscc}）"),
            (Bilingual("申报人", "Applicant"), found.applicant),
            (Bilingual("所在园区", "Park"), found.park),
            (
                Bilingual("提交时间（北京时间）", "Sent (Beijing time)"),
                f"{sent.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}",
            ),
            (Bilingual("版本", "Version"), str(sent.version)),
            (Bilingual("校验码", "Digest"), mark.digest),
        ],
        sections=[letters.section(one) for one in sent.answers["sections"]],
        seals=[_seal(found, rung) for rung in found.ladder.rungs],
    )
    return f"{found.number}-v{sent.version}-print.pdf", made


def _seal(found: ApplicationView, rung: Rung) -> Seal:
    signed: OpinionView | None = next((one for one in found.opinions_shown if one.level is rung.level), None)
    if signed is None:
        return Seal(title=LEVELS[rung.level], text="")
    at = signed.at.astimezone(BEIJING)
    return Seal(
        title=LEVELS[rung.level],
        text=f"{OUTCOMES[signed.outcome].zh}。{signed.text}（{signed.organisation.zh} {signed.officer} {at:%Y-%m-%d}）",
    )


async def wanted(found: ApplicationView, level: Level) -> tuple[UUID, Mark]:
    """The version that this level signs: the one its opinion was given on, or the newest while it has given none."""
    signed: int | None = await value(
        "SELECT s.version FROM recommendation_opinion p JOIN submission s ON s.id = p.submission"
        " WHERE p.application = $1 AND p.level = $2",
        found.id,
        level.value,
    )
    sent = await applications.submission(found.id, signed)
    return sent.id, print_pack.mark(found.number or "", sent.version, sent.answers, sent.facts)
