"""One sheet in two windows, no JavaScript: nothing is replaced unseen; both values are shown and the expert chooses."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from tests.counting import counted
from tests.make import identity
from tests.make import reviews as make

from parks.kernel.actor import Actor
from parks.reviews import actions, queries
from parks.reviews.queries.desk import Line
from parks.reviews.rules.sheets import Content

THERE, HERE = "另一台电脑上写的理由", "这个窗口里写的理由"


@dataclass
class Window:
    """The page as it was read before the other window saved 9 with THERE on its first criterion."""

    client: httpx.AsyncClient
    actor: Actor
    seat: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> str:
        return str(self.lines[0].criterion_id)

    def typed(self, mark: str, comment: str) -> dict[str, str]:
        """The whole sheet as this window would send it: its first criterion typed, the others as they were."""
        values: dict[str, str] = {"then": "stay"}
        for line in self.lines:
            key = str(line.criterion_id)
            values |= {f"mark-{key}": "", f"comment-{key}": "", f"seen.{key}": line.version}
        return values | {f"mark-{self.first}": mark, f"comment-{self.first}": comment}

    async def stored(self, place: int = 0) -> tuple[Decimal | None, str]:
        line = (await queries.my_seat(self.actor, UUID(self.seat.rpartition("/")[2]))).lines[place]
        return line.mark, line.comment


@pytest.fixture
async def window(db: None, client: httpx.AsyncClient) -> Window:
    pool = await make.pool(experts=1)
    round_id = await make.review_round(pool, seats=1)
    [(seat_id, actor)] = (await make.panel(pool, await make.assessment(pool, round_id))).items()
    lines = (await queries.my_seat(actor, seat_id)).lines
    await actions.save_marks(actor, seat_id, [actions.NewMark(lines[0].criterion_id, Decimal(9), THERE, "")])
    await identity.signed_in(client, actor)
    return Window(client, actor, f"/seats/{seat_id}", lines)


async def test_a_later_window_is_told_and_both_values_stand_side_by_side(window: Window) -> None:
    second = str(window.lines[1].criterion_id)
    sent = window.typed("6", HERE) | {f"mark-{second}": "7"}
    for url in ("marks", "score"):
        answer = await window.client.post(f"{window.seat}/{url}?_method=PUT", data=sent)
        assert answer.status_code == 409
        assert THERE in answer.text
        assert HERE in answer.text
        assert "另一处保存的评分：9" in answer.text
        assert 'value="6"' in answer.text
        assert await window.stored() == (Decimal(9), THERE)
        assert await window.stored(1) == (Decimal(7), "")  # what nobody else had touched is kept


@pytest.mark.parametrize(("choice", "expected"), [("mine", (Decimal(6), HERE)), ("theirs", (Decimal(9), THERE))])
async def test_the_expert_chooses(window: Window, choice: str, expected: tuple[Decimal, str]) -> None:
    version = Content(Decimal(9), THERE).version
    sent = window.typed("6", HERE) | {f"{choice}.{window.first}": version}
    assert (await window.client.post(f"{window.seat}/marks?_method=PUT", data=sent)).status_code == 303
    assert await window.stored() == expected


async def test_a_choice_made_on_an_old_page_is_asked_again(window: Window) -> None:
    """Between the conflict and the choice a third value came: what was chosen over was never seen."""
    sent = window.typed("6", HERE) | {f"mine.{window.first}": Content(Decimal(8), "x").version}
    assert (await window.client.post(f"{window.seat}/marks?_method=PUT", data=sent)).status_code == 409
    assert await window.stored() == (Decimal(9), THERE)


async def test_an_old_page_takes_back_nothing_it_did_not_change(window: Window) -> None:
    answer = await window.client.post(f"{window.seat}/marks?_method=PUT", data=window.typed("", ""))
    assert answer.status_code == 303
    assert await window.stored() == (Decimal(9), THERE)


async def test_htmx_hears_of_one_criterion_in_its_place_and_of_no_other(window: Window) -> None:
    second = str(window.lines[1].criterion_id)
    sent = window.typed("6", HERE) | {f"mark-{second}": "7"}
    head = {"hx-request": "true", "hx-target": f"saved-{second}"}
    fine = await window.client.put(f"{window.seat}/marks", data=sent, headers=head)
    assert (fine.status_code, f'id="saved-{second}"' in fine.text, THERE in fine.text) == (200, True, False)
    assert 'hx-swap-oob="true"' in fine.text
    head["hx-target"] = f"saved-{window.first}"
    other = await window.client.put(f"{window.seat}/marks", data=sent, headers=head)
    assert (other.status_code, THERE in other.text, "mine." + window.first in other.text) == (409, True, True)
    off = await window.client.put(f"{window.seat}/marks", data=sent | {f"mark-{window.first}": "11"}, headers=head)
    assert (off.status_code, 'value=""' in off.text) == (422, True)  # what was seen stays what was seen
    for nonsense in ("saved-", "saved-x"):
        head["hx-target"] = nonsense
        assert (await window.client.put(f"{window.seat}/marks", data=sent, headers=head)).status_code == 404


async def test_programs_are_asked_for_the_version_too(window: Window) -> None:
    mark = {"criterion_id": window.first, "mark": "6", "comment": HERE}
    refused = await window.client.put(f"/api/v1{window.seat}/marks", json={"marks": [mark]})
    assert refused.status_code == 409
    [told] = refused.json()["conflict"]["marks"]
    assert (told["criterion_id"], told["mark"], told["comment"]) == (window.first, "9", THERE)
    again = {"marks": [mark | {"seen": told["version"]}]}
    assert (await window.client.put(f"/api/v1{window.seat}/marks", json=again)).status_code == 200
    assert await window.stored() == (Decimal(6), HERE)


async def test_saving_a_sheet_takes_no_more_statements_for_what_was_seen(window: Window) -> None:
    async with counted() as page:
        await window.client.get(window.seat)
    assert len(page) <= 4
