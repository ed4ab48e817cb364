"""Ranked lists of an office: what waits to be put in order, and the lists that are frozen."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.programmes.queries.scope import under, visible_to
from parks.programmes.rules.ladder import READERS, Ladder, Rung
from parks.programmes.states import AT_LEVEL, Level


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation at its rung of a call, with the quota that it has; `places` None for no limit."""

    call_id: UUID
    call: Bilingual
    cycle: int
    organisation_id: UUID
    name: Bilingual
    path: str
    rung: Rung
    places: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.places is None else self.places - self.used

    @property
    def url(self) -> str:
        return f"/calls/{self.call_id}/lists/{self.organisation_id}"


async def office(call_id: UUID, organisation_id: UUID) -> Office:
    """Hidden (404) where the call has no rung for such an organisation. The caller asks who it is for."""
    found = (
        await row(
            "SELECT c.title_zh, c.title_en, c.cycle, c.ladder, o.kind, o.name_zh, o.name_en, o.path, q.places, q.used"
            " FROM call c JOIN organisation o ON o.id = $2"
            " LEFT JOIN call_quota q ON q.call = c.id AND q.organisation = o.id"
            " WHERE c.id = $1 AND c.state <> 'draft'",
            call_id,
            organisation_id,
        )
        or hidden()
    )
    level = Level(found["kind"]) if found["kind"] in set(Level) else hidden()
    rung = Ladder.of(found["ladder"]).rung(level) or hidden()
    return Office(
        call_id=call_id,
        call=Bilingual(found["title_zh"], found["title_en"]),
        cycle=found["cycle"],
        organisation_id=organisation_id,
        name=Bilingual(found["name_zh"], found["name_en"]),
        path=found["path"],
        rung=rung,
        places=rung.quota if found["places"] is None else found["places"],
        used=found["used"] or 0,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application at the office's desk that can be put on the list."""

    application_id: UUID
    number: str
    company: str
    project: str
    applicant: str

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}"


async def waiting(actor: Actor, at: Office) -> list[Waiting]:
    """What lies at this office's desk in this call and the actor sees, by number. At most 500."""
    seen, values = visible_to(actor)
    inside, ends = under([at.path], len(values) + 1)
    n = len(values) + len(ends)
    found = await rows(
        f"SELECT a.id, a.number, a.company_name, a.project_title, a.applicant_name FROM application a WHERE {seen}"
        f" AND {inside} AND a.call = ${n + 1} AND a.state = ANY(${n + 2}::text[]) ORDER BY a.number LIMIT 500",
        *values,
        *ends,
        at.call_id,
        [state.value for state, level in AT_LEVEL.items() if level is at.rung.level],
    )
    return [
        Waiting(one["id"], one["number"], one["company_name"], one["project_title"], one["applicant_name"])
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class Placed:
    rank: int
    application_id: UUID
    number: str
    company: str
    project: str
    applicant: str
    score: Decimal | None

    @property
    def url(self) -> str:
        return f"/applications/{self.application_id}"


@dataclass(frozen=True, slots=True)
class RankedListView:
    """A frozen list as its readers see it."""

    id: UUID
    call_id: UUID
    call: Bilingual
    cycle: int
    organisation: Bilingual
    level: Level
    number: int
    officer: str
    text: str
    at: datetime
    places: tuple[Placed, ...]

    @property
    def url(self) -> str:
        return f"/ranked-lists/{self.id}"

    @property
    def scored(self) -> bool:
        return any(one.score is not None for one in self.places)


async def ranked_list(actor: Actor, list_id: UUID) -> RankedListView:
    """For those who read applications at the office's place or above it; Hidden (404) for everyone else."""
    place, values = _readable(actor)
    found = (
        await row(
            "SELECT l.id, l.call, l.level, l.number, l.officer_name, l.at, c.title_zh, c.title_en, c.cycle, o.name_zh,"
            " o.name_en, (SELECT json_agg(json_build_object('rank', p.rank, 'id', a.id, 'number', a.number, 'company',"
            " a.company_name, 'project', a.project_title, 'applicant', a.applicant_name, 'score', n.score::text,"
            " 'text', n.text) ORDER BY p.rank) FROM ranked_place p JOIN application a ON a.id = p.application"
            " JOIN recommendation_opinion n ON n.id = p.opinion WHERE p.ranked_list = l.id) AS places"
            " FROM ranked_list l JOIN call c ON c.id = l.call JOIN organisation o ON o.id = l.organisation"
            f" WHERE l.id = $1 AND {place}",
            list_id,
            *values,
        )
        or hidden()
    )
    return RankedListView(
        id=found["id"],
        call_id=found["call"],
        call=Bilingual(found["title_zh"], found["title_en"]),
        cycle=found["cycle"],
        organisation=Bilingual(found["name_zh"], found["name_en"]),
        level=Level(found["level"]),
        number=found["number"],
        officer=found["officer_name"],
        text=found["places"][0]["text"],
        at=found["at"],
        places=tuple(
            Placed(
                one["rank"],
                UUID(one["id"]),
                one["number"],
                one["company"],
                one["project"],
                one["applicant"],
                Decimal(one["score"]) if one["score"] is not None else None,
            )
            for one in found["places"]
        ),
    )


@dataclass(frozen=True, slots=True)
class ListLine:
    id: UUID
    number: int
    at: datetime
    officer: str
    count: int

    @property
    def url(self) -> str:
        return f"/ranked-lists/{self.id}"


async def frozen(at: Office) -> list[ListLine]:
    """The lists of this office in this call so far."""
    found = await rows(
        "SELECT l.id, l.number, l.at, l.officer_name,"
        " (SELECT count(*) FROM ranked_place p WHERE p.ranked_list = l.id) AS count"
        " FROM ranked_list l WHERE l.call = $1 AND l.organisation = $2 ORDER BY l.number",
        at.call_id,
        at.organisation_id,
    )
    return [ListLine(one["id"], one["number"], one["at"], one["officer_name"], one["count"]) for one in found]


def _readable(actor: Actor) -> tuple[str, list[str]]:
    inside, values = under(actor.paths(*READERS), 2)
    return inside.replace("a.path", "o.path"), values
