"""What an expert sees. Blindness is decided here, in the SQL: nothing that names an applicant or another expert is
ever selected, and the proposal only for a declared or scored seat of a round that is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import anyio

from parks.adapters.database import row, rows
from parks.documents import queries as documents
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _
from parks.reviews import permissions
from parks.reviews.queries.conflicts import bars, kinds_standing
from parks.reviews.queries.criteria import CONTENT, SCALE, scale_of
from parks.reviews.rules.bands import Band, Reach, reaches
from parks.reviews.rules.layout import PLAIN, Layout
from parks.reviews.rules.proposal import Attachment, Proposal
from parks.reviews.rules.references import PageRef, named_pages
from parks.reviews.rules.scoring import FULL, Policy, Scale, expert_score
from parks.reviews.rules.sheets import Content
from parks.reviews.states import SITTING, RoundState, SeatState

SHOWN = 50
SITS = [one.value for one in SITTING]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A seat on the desk that is not scored yet."""

    seat_id: UUID
    code: str
    field: str
    state: str
    round: Bilingual
    closes: datetime
    over: bool
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of an expert's queue: what closes first is first, then what was skipped, last what is past its deadline.

    `done` of `all` seats of open rounds, each counted up to 1,000; `page` from 1.
    """

    waiting: Sequence[Waiting]
    done: int
    all: int
    now: datetime | None
    page: int = 1
    layout: Layout = PLAIN

    @property
    def first(self) -> int:
        """The place in the queue of the page's first line, from 1."""
        return (self.page - 1) * SHOWN + 1

    @property
    def further(self) -> bool:
        return self.page * SHOWN < self.left

    @property
    def left(self) -> int:
        return self.all - self.done

    @property
    def next(self) -> Waiting | None:
        return next((one for one in self.waiting if not one.over), None)


async def desk(actor: Actor, page: int = 1) -> Desk:
    """The actor's own queue, in one statement, by the index seat_of_expert and with every scan capped."""
    page = min(max(page, 1), 1000 // SHOWN)
    found = await rows(
        """
        WITH me AS (SELECT id FROM expert WHERE person = $1),
        waiting AS (
          SELECT s.id, s.assessment, s.state, s.skipped_at IS NOT NULL AS skipped FROM seat s
          WHERE s.expert = (SELECT id FROM me) AND s.state IN ('offered', 'declared') LIMIT 1000
        ),
        done AS (
          SELECT count(*) AS n FROM (
            SELECT FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round
            WHERE s.expert = (SELECT id FROM me) AND s.state = 'scored' AND r.state = 'open' LIMIT 1000) x
        )
        SELECT w.id, w.state, w.code, w.field, w.title ->> 'zh' AS zh, w.title ->> 'en' AS en, w.closes,
          parks_now() AS now, w.skipped, d.split, d.keys,
          (SELECT n FROM done) AS done, (SELECT count(*) FROM waiting) AS left_over
        FROM (SELECT 1) one LEFT JOIN (
          SELECT w.id, w.state, w.skipped, a.code, a.field, a.number, r.title, r.closes FROM waiting w
          JOIN assessment a ON a.id = w.assessment JOIN review_round r ON r.id = a.review_round
          ORDER BY r.closes <= parks_now(), w.skipped, r.closes, a.number, w.id LIMIT $2 OFFSET $3
        ) w ON TRUE LEFT JOIN desk_state d ON d.person = $1
        ORDER BY w.closes <= parks_now(), w.skipped, w.closes, w.number, w.id
        """,
        actor.id,
        SHOWN,
        (page - 1) * SHOWN,
    )
    waiting = [
        Waiting(
            one["id"],
            one["code"],
            one["field"],
            one["state"],
            Bilingual(one["zh"], one["en"]),
            one["closes"],
            one["closes"] <= one["now"],
            one["skipped"],
        )
        for one in found
        if one["id"] is not None
    ]
    first = found[0]
    return Desk(
        waiting,
        first["done"],
        first["done"] + first["left_over"],
        first["now"],
        page,
        Layout.of(first["split"], first["keys"]),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one of the expert's marks; who asks is not told. `mark` stood then, `after` once answered."""

    id: UUID
    kind: str
    words: str
    mark: Decimal
    answer: str
    after: Decimal | None

    @property
    def waits(self) -> bool:
        return self.after is None


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of the sheet with this expert's own mark and comment."""

    criterion_id: UUID
    position: int
    title: Bilingual
    hint: Bilingual
    scale: Scale
    mark: Decimal | None
    comment: str
    part: str = ""
    asked: tuple[Asked, ...] = ()
    bands: tuple[Band, ...] = ()
    not_applicable: bool = False

    @property
    def reaches(self) -> tuple[Reach, ...]:
        """The named ranges of the scale, as they are shown."""
        return reaches(self.bands, self.scale)

    @property
    def version(self) -> str:
        """What whoever writes next must have seen (docs/adr/0075)."""
        return self.content.version

    @property
    def content(self) -> Content:
        return Content(self.mark, self.comment, self.not_applicable)


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat as its expert sees it: `proposal` is None until they declared, and again once the round is closed."""

    seat_id: UUID
    code: str
    field: str
    state: str
    round: Bilingual
    closes: datetime
    now: datetime
    open: bool
    proposal: Proposal | None
    comment_min: int
    lines: tuple[Line, ...]
    score: Decimal | None
    next_seat: UUID | None
    previous_seat: UUID | None
    done: int
    all: int
    skipped: bool
    layout: Layout

    @property
    def must_declare(self) -> bool:
        return self.open and self.state == SeatState.OFFERED

    @property
    def can_score(self) -> bool:
        return self.open and self.state == SeatState.DECLARED and not self.over

    @property
    def over(self) -> bool:
        return self.closes <= self.now

    def part_of(self, line: Line) -> tuple[int, Bilingual] | None:
        """The section of the proposal, from 1, that the rubric names for this criterion, and its title."""
        wanted = line.part.strip().casefold()
        sections = self.proposal.sections if self.proposal and wanted else ()
        for number, one in enumerate(sections, 1):
            if wanted in {one.title.zh.casefold(), one.title.en.casefold()}:
                return number, one.title
        return None

    def pages_of(self, line: Line) -> tuple[PageRef, ...]:
        """The pages that this criterion's comment names."""
        return named_pages(line.comment, len(self.proposal.attachments)) if self.proposal else ()

    @property
    def total(self) -> Decimal:
        """The sheet's total as it stands."""
        return expert_score(
            Policy(missing="nought"),
            {one.criterion_id: one.scale for one in self.lines},
            {one.criterion_id: one.mark for one in self.lines if one.content.marked},
        )

    def weight_of(self, line: Line) -> Decimal:
        """What the criterion counts on this sheet, of 100: with its part of what does not apply."""
        applying = sum((one.scale.weight for one in self.lines if not one.not_applicable), Decimal(0))
        return line.scale.weight * FULL / applying

    def points_of(self, line: Line) -> Decimal | None:
        """The mark's points out of `weight_of`, None without a mark."""
        return None if line.mark is None else line.mark / line.scale.maximum * self.weight_of(line)

    @property
    def complete(self) -> bool:
        return all(one.content.marked and len(one.comment.strip()) >= self.comment_min for one in self.lines)


async def my_seat(actor: Actor, seat_id: UUID) -> SeatView:
    """The actor's own seat with its sheet; 404 for everyone else's and for one that was left; 403 with the
    kind of tie where a conflict stands against them. Two statements.
    """
    found = await row(
        f"""
        SELECT s.id, s.state, s.score, a.id AS assessment, s.expert, {bars("s.expert")} AS barred,
          a.code, a.field, r.title, r.closes, r.state AS round_state, r.rubric,
          parks_now() AS now, b.comment_min,
          CASE WHEN s.state IN ('declared', 'scored') AND r.state = 'open' THEN a.proposal END AS proposal,
          n.next_seat, n.previous_seat, n.done, n.all, s.skipped_at IS NOT NULL AS skipped, d.split, d.keys
        FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment
          JOIN review_round r ON r.id = a.review_round JOIN rubric b ON b.id = r.rubric
          LEFT JOIN desk_state d ON d.person = e.person
          CROSS JOIN LATERAL (
            SELECT (array_agg(o.id ORDER BY o.skipped_at NULLS FIRST, o.id < s.id, o.id)
                FILTER (WHERE o.id <> s.id AND o.state <> 'scored'))[1] AS next_seat,
              max(o.id::text) FILTER (WHERE o.id < s.id)::uuid AS previous_seat,
              count(*) FILTER (WHERE o.state = 'scored') AS done, count(*) AS all
            FROM (SELECT o.id, o.state, o.skipped_at FROM seat o JOIN assessment oa ON oa.id = o.assessment
                  WHERE o.expert = e.id AND o.state IN ('offered', 'declared', 'scored')
                    AND oa.review_round = a.review_round LIMIT 1000) o
          ) n
        WHERE s.id = $1 AND e.person = $2 AND (s.state = ANY($3) OR s.state = 'recused' AND {bars("s.expert")})
        """,
        seat_id,
        actor.id,
        SITS,
    )
    if found is None:
        hidden()
    if found["barred"]:
        require(permissions.may_sit(await kinds_standing(found["assessment"], found["expert"])))
    lines = await rows(
        "SELECT c.id, c.position, c.title, c.hint, c.bands, c.part,"
        f" {SCALE}, {CONTENT},"
        " (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'words',"
        " q.words, 'mark', q.mark::text, 'answer', q.answer, 'after', q.mark_after::text) ORDER BY q.id)"
        " FROM mark_query q WHERE q.seat = $1 AND q.criterion = c.id) AS asked FROM criterion c"
        " LEFT JOIN mark m ON m.criterion = c.id AND m.seat = $1"
        " WHERE c.rubric = $2 ORDER BY c.position",
        seat_id,
        found["rubric"],
    )
    return SeatView(
        seat_id=found["id"],
        code=found["code"],
        field=found["field"],
        state=found["state"],
        round=Bilingual.of(found["title"]),
        closes=found["closes"],
        now=found["now"],
        open=found["round_state"] == RoundState.OPEN,
        proposal=Proposal.of(found["proposal"]) if found["proposal"] else None,
        comment_min=found["comment_min"],
        lines=tuple(
            Line(
                one["id"],
                one["position"],
                Bilingual.of(one["title"]),
                Bilingual.of(one["hint"]),
                scale_of(one),
                one["value"],
                one["comment"],
                one["part"],
                tuple(map(_asked, one["asked"] or ())),
                tuple(map(Band.of, one["bands"])),
                one["not_applicable"],
            )
            for one in lines
        ),
        score=found["score"],
        next_seat=found["next_seat"],
        previous_seat=found["previous_seat"],
        done=found["done"],
        all=found["all"],
        skipped=found["skipped"],
        layout=Layout.of(found["split"], found["keys"]),
    )


def _asked(one: Mapping[str, Any]) -> Asked:
    return Asked(
        UUID(one["id"]),
        one["kind"],
        one["words"],
        Decimal(one["mark"]),
        one["answer"],
        None if one["after"] is None else Decimal(one["after"]),
    )


async def attachment(actor: Actor, seat_id: UUID, number: int) -> Attachment:
    """The n-th attachment (from 1) of the actor's own seat: 403 with the reason before they declared, else 404."""
    found = await row(
        "SELECT s.state, a.id AS assessment, s.expert, CASE WHEN s.state IN ('declared', 'scored') THEN a.proposal END"
        " AS proposal"
        " FROM seat s JOIN expert e ON e.id = s.expert JOIN assessment a ON a.id = s.assessment"
        " JOIN review_round r ON r.id = a.review_round"
        " WHERE s.id = $1 AND e.person = $2 AND r.state = 'open'"
        f" AND (s.state = ANY($3) OR s.state = 'recused' AND {bars('s.expert')})",
        seat_id,
        actor.id,
        SITS,
    )
    if found is None:
        hidden()
    require(permissions.may_sit(await kinds_standing(found["assessment"], found["expert"])))
    require(permissions.may_open_proposal(found["state"]))
    attachments = Proposal.of(found["proposal"]).attachments
    if not 1 <= number <= len(attachments):
        hidden()
    return attachments[number - 1]


async def neutral_attachment(actor: Actor, seat_id: UUID, number: int) -> bytes:
    """The n-th attachment as it was frozen, without its origin. Conflict (409) for a PDF that cannot be cleaned."""
    from parks.adapters import neutral_pdf  # a PDF reader, which only this needs

    found = await attachment(actor, seat_id, number)
    opened = await documents.opened(found.document_id, found.version)
    body = b"".join([piece async for piece in opened.stream])
    try:
        return await anyio.to_thread.run_sync(neutral_pdf.neutral, body)
    except neutral_pdf.UnreadablePdfError:
        raise Conflict(
            _("This file cannot be shown without telling whose it is. Score by the rest, and tell the officer.")
        ) from None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the letter about an offered seat tells, and whom; it names no applicant."""

    person_id: UUID
    round: Bilingual
    code: str
    closes: datetime
    url: str


async def offer(seat_id: UUID) -> Offer:
    """For reactions to `SeatOffered`: no reader is asked, for the letter goes to the expert."""
    found = await row(
        "SELECT e.person, r.title, a.code, r.closes FROM seat s JOIN expert e ON e.id = s.expert"
        " JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round WHERE s.id = $1",
        seat_id,
    )
    if found is None:
        hidden()
    return Offer(found["person"], Bilingual.of(found["title"]), found["code"], found["closes"], f"/seats/{seat_id}")
