"""A founder's own applications: where each stands, what is left to do, by when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.programmes.queries.scope import on_side
from parks.programmes.queries.standing import UNTOLD, Stands
from parks.programmes.states import EDITABLE, ApplicationState
from parks.questionnaires import queries as questionnaires


@dataclass(frozen=True, slots=True)
class Card(Stands):
    """One of my applications: where it stands, what is left, by when."""

    id: UUID
    number: str | None
    company: str
    call: Bilingual
    call_id: UUID
    closes_at: datetime
    due: date | None
    sheet_id: UUID
    state: ApplicationState
    moved_at: datetime
    now: datetime
    settled: int = 0
    total: int = 0

    @property
    def shown_state(self) -> ApplicationState:
        return UNTOLD.get(self.state, self.state)

    @property
    def mine_to_do(self) -> bool:
        return self.state in EDITABLE


async def mine(actor: Actor) -> list[Card]:
    """The actor's own applications, what waits for them first, with how much is done. At most 100; two statements."""
    found = await rows(
        "SELECT a.id, a.number, a.company_name, c.title_zh, c.title_en, a.call,"
        " call_deadline(a.call, a.company) AS closes_at, a.sheet, a.state,"
        " a.moved_at, parks_now() AS now, (SELECT k.due FROM correction k"
        " WHERE k.application = a.id AND k.corrected_at IS NULL) AS due"
        f" FROM application a JOIN call c ON c.id = a.call WHERE {on_side(1)}"
        " ORDER BY a.state NOT IN ('draft', 'returned_for_correction'), a.moved_at DESC, a.id LIMIT 100",
        actor.id,
    )
    sheets = await questionnaires.several([one["sheet"] for one in found if one["state"] in EDITABLE])
    return [
        Card(
            id=one["id"],
            number=one["number"],
            company=one["company_name"],
            call=Bilingual(one["title_zh"], one["title_en"]),
            call_id=one["call"],
            closes_at=one["closes_at"],
            due=one["due"],
            sheet_id=one["sheet"],
            state=ApplicationState(one["state"]),
            moved_at=one["moved_at"],
            now=one["now"],
            settled=sheets[one["sheet"]].settled if one["sheet"] in sheets else 0,
            total=sheets[one["sheet"]].total if one["sheet"] in sheets else 0,
        )
        for one in found
    ]
