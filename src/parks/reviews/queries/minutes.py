"""The minutes of a closed meeting as the typesetter takes them, and what anyone learns who checks their code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.clock import BEIJING
from parks.adapters.database import row, rows
from parks.adapters.typesetter import Listing, Minutes
from parks.kernel import verification
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews.rules import meeting as rule
from parks.settings import settings

ROLES = {
    "chair": Bilingual("主持人", "Chair"),
    "member": Bilingual("委员", "Member"),
    "secretary": Bilingual("秘书", "Secretary"),
    "tally": Bilingual("计票人", "Tally"),
    "supervisor": Bilingual("监督席", "Supervision seat"),
}
RESOLUTIONS = {
    "approved": Bilingual("通过", "Approved"),
    "rejected": Bilingual("不通过", "Rejected"),
    "deferred": Bilingual("暂缓", "Deferred"),
    "": Bilingual("未审议", "Not dealt with"),
}
MAJORITIES = {
    "simple": Bilingual("超过实际投票数的半数", "more than half of all votes cast"),
    "two_thirds": Bilingual("不少于实际投票数的三分之二", "at least two thirds of all votes cast"),
}


async def letter(meeting_id: UUID, code: str, by: str) -> tuple[str, Minutes]:
    """The file's name and what stands in it. Votes stand as counts; proposals by their codes."""
    one = await row(
        "SELECT m.*, r.title, o.name_zh, o.name_en, parks_now() AS now FROM meeting m"
        " JOIN review_round r ON r.id = m.review_round JOIN organisation o ON o.id = r.organisation WHERE m.id = $1",
        meeting_id,
    )
    if one is None:
        hidden()
    members = await rows(
        "SELECT o.id, o.role, o.name, COALESCE(jsonb_agg(jsonb_build_array(t.came_at, t.left_at) ORDER BY t.came_at)"
        " FILTER (WHERE t.id IS NOT NULL), '[]'::jsonb) AS stays FROM meeting_member o LEFT JOIN meeting_attendance t"
        " ON t.member = o.id WHERE o.meeting = $1 GROUP BY o.id"
        " ORDER BY array_position(ARRAY['chair', 'member', 'secretary', 'tally', 'supervisor'], o.role::text), o.id",
        meeting_id,
    )
    items = await rows(
        "SELECT i.*, a.code FROM meeting_item i JOIN assessment a ON a.id = i.assessment WHERE i.meeting = $1"
        " ORDER BY i.resolved_at NULLS LAST, i.position",
        meeting_id,
    )
    name = {each["id"]: each["name"] for each in members}
    number = f"{_local(one['opened_at']):%Y%m%d}-{one['number']:02}"
    return f"minutes-{number}.pdf", Minutes(
        issuer=Bilingual(one["name_zh"], one["name_en"]),
        title=Bilingual("评审会会议纪要", "Minutes of a committee meeting"),
        number=number,
        day=_local(one["now"]).date(),
        code=code,
        verify_url=f"{settings().base_url.rstrip('/')}/minutes/{code}",
        opening=_opening(one),
        facts=_facts(one, members),
        tables=[_attendance(members), _recusals(items, name), _votes(items, name)],
        paragraphs=[
            Bilingual(f"{each['code']}：{_full(each).zh}", f"{each['code']}: {_full(each).en}") for each in items
        ],
        signatures=[
            (ROLES["chair"], next((each["name"] for each in members if each["role"] == "chair"), "—")),
            (ROLES["secretary"], by),
        ],
    )


def _local(at: Any) -> datetime:
    moment: datetime = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(BEIJING)


def _opening(one: Any) -> Bilingual:
    title = Bilingual.of(one["title"])
    return Bilingual(
        f"“{title.zh}”第{one['number']}次评审会已召开，现将出席、回避、表决和决议情况记录如下。",
        f"Meeting {one['number']} of “{title.en}” was held. Attendance, recusals, votes and resolutions are recorded"
        " below.",
    )


def _facts(one: Any, members: Any) -> list[tuple[Bilingual, Bilingual | str]]:
    came = sum(bool(each["stays"]) for each in members if each["role"] in {"chair", "member"})
    facts: list[tuple[Bilingual, Bilingual | str]] = [
        (Bilingual("地点", "Place"), one["place"]),
        (
            Bilingual("时间（北京时间）", "Time (Beijing)"),
            f"{_local(one['opened_at']):%Y-%m-%d %H:%M} – {_local(one['closed_at']):%H:%M}",
        ),
        (Bilingual("出席的有表决权委员", "Voting members who came"), str(came)),
        (Bilingual("法定人数", "Quorum"), str(one["quorum"])),
    ]
    if one["vote"] == "approval":
        facts.append((Bilingual("通过条件", "Majority"), MAJORITIES[one["majority"]]))
    if one["by_lot"] and one["secret"]:
        facts += [
            (Bilingual("抽签承诺值", "Commitment of the lots"), one["commitment"]),
            (Bilingual("抽签种子", "Secret of the lots"), one["secret"]),
            (Bilingual("现场用语", "Words said in the room"), one["words"]),
        ]
    return facts


def _attendance(members: Any) -> Listing:
    return Listing(
        title=Bilingual("出席情况", "Attendance"),
        heads=[Bilingual("席位", "Place"), Bilingual("姓名", "Name"), Bilingual("到会时段", "In the room")],
        rows=[
            [
                ROLES[each["role"]],
                each["name"],
                "；".join(f"{_local(came):%H:%M}–{_local(left):%H:%M}" for came, left in each["stays"] if left)
                or Bilingual("未到会", "did not come"),
            ]
            for each in members
        ],
    )


def _recusals(items: Any, name: Any) -> Listing:
    lines: list[list[Bilingual | str]] = [
        [
            each["code"],
            name.get(member, ""),
            each["recusals"].get(str(member), "") or Bilingual("已登记的利益冲突", "Conflict on record"),
        ]
        for each in items
        for member in each["out"]
    ]
    nobody: list[list[Bilingual | str]] = [["—", Bilingual("无人回避", "Nobody was recused"), "—"]]
    return Listing(
        title=Bilingual("回避情况", "Recusals"),
        heads=[Bilingual("项目", "Proposal"), Bilingual("回避人", "Recused"), Bilingual("原因", "Reason")],
        rows=lines or nobody,
    )


def _votes(items: Any, name: Any) -> Listing:
    return Listing(
        title=Bilingual("表决情况", "Votes"),
        heads=[
            Bilingual("项目", "Proposal"),
            Bilingual("结果", "Result"),
            Bilingual("计票、复核", "Counted, verified"),
            Bilingual("决议", "Resolution"),
        ],
        rows=[
            [
                each["code"],
                _result(each),
                "、".join(name[one] for one in (each["first_by"], each["verified_by"]) if one) or "—",
                RESOLUTIONS[each["resolution"]],
            ]
            for each in items
        ],
    )


def _result(item: Any) -> Bilingual | str:
    if item["tally"] is None:
        return "—"
    count = rule.Count.of(item["tally"])
    again = Bilingual(f"，重新计票{item['differed']}次", f", counted anew {item['differed']} times")
    tail = again if item["differed"] else Bilingual("", "")
    if count.scored:
        return Bilingual(
            f"答辩得分{item['defence']}（{count.scored}票）{tail.zh}",
            f"Defence {item['defence']} ({count.scored} slips){tail.en}",
        )
    return Bilingual(
        f"同意{count.approve}，反对{count.reject}，弃权{count.abstain}{tail.zh}",
        f"{count.approve} in favour, {count.reject} against, {count.abstain} abstentions{tail.en}",
    )


def _full(item: Any) -> Bilingual:
    told = RESOLUTIONS[item["resolution"]]
    if not item["reason"]:
        return told
    return Bilingual(f"{told.zh}。{item['reason']}", f"{told.en}. {item['reason']}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the code on minutes proves: whose, of when, and the fingerprint of the one true file."""

    code: str
    organisation: Bilingual
    round: Bilingual
    number: int
    closed_at: datetime
    sha256: str


async def checked(typed: str) -> Checked:
    code = verification.normalised(typed)
    found = code and await row(
        "SELECT m.minutes_code, m.number, m.closed_at, m.minutes_sha256, r.title, o.name_zh, o.name_en FROM meeting m"
        " JOIN review_round r ON r.id = m.review_round JOIN organisation o ON o.id = r.organisation"
        " WHERE m.minutes_code = $1",
        code,
    )
    if not found:
        hidden()
    return Checked(
        found["minutes_code"],
        Bilingual(found["name_zh"], found["name_en"]),
        Bilingual.of(found["title"]),
        found["number"],
        found["closed_at"],
        found["minutes_sha256"],
    )
