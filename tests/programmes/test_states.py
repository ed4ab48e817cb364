"""The life cycle as the table of domain.md §2.4: what is not in it is refused with 409."""

import pytest

from parks.kernel.errors import IllegalMove
from parks.programmes.states import AT_LEVEL, CORRECT, EDITABLE, LIFE, OUTCOME_MOVE, OVER, ApplicationState, Level, Move

ROAD = (
    (Move.SUBMIT, ApplicationState.SUBMITTED),
    (Move.RETURN, ApplicationState.RETURNED_FOR_CORRECTION),
    (Move.CORRECT_AT_PARK, ApplicationState.PARK_REVIEW),
    (Move.RECOMMEND_TO_CITY, ApplicationState.CITY_REVIEW),
    (Move.RECOMMEND_TO_PROVINCE, ApplicationState.PROVINCE_REVIEW),
    (Move.RECOMMEND, ApplicationState.RECOMMENDED),
    (Move.SEND_TO_EXPERTS, ApplicationState.MINISTRY_REVIEW),
    (Move.RANK, ApplicationState.RANKED),
    (Move.PROPOSE, ApplicationState.PROPOSED),
    (Move.PUBLISH, ApplicationState.PUBLICITY),
    (Move.OBJECT, ApplicationState.OBJECTION),
    (Move.DISMISS_OBJECTION, ApplicationState.PUBLICITY),
    (Move.AWARD, ApplicationState.AWARDED),
    (Move.SIGN, ApplicationState.AGREEMENT),
    (Move.DISBURSE, ApplicationState.DISBURSED),
    (Move.TRACK, ApplicationState.TRACKING),
    (Move.REQUIRE_RECTIFICATION, ApplicationState.RECTIFY),
    (Move.RECTIFIED, ApplicationState.TRACKING),
    (Move.ACCEPT, ApplicationState.ACCEPTED),
    (Move.CLOSE, ApplicationState.CLOSED),
)


def test_the_long_road_from_the_draft_to_the_end() -> None:
    state = ApplicationState.DRAFT
    for move, expected in ROAD:
        state = LIFE.after(state, move)
        assert state is expected


@pytest.mark.parametrize("state", ApplicationState)
def test_every_move_that_is_not_in_the_table_is_refused(state: ApplicationState) -> None:
    for move in Move:
        if not LIFE.allows(state, move):
            with pytest.raises(IllegalMove) as refused:
                LIFE.after(state, move)
            assert refused.value.status == 409


@pytest.mark.parametrize("state", sorted(OVER))
def test_what_is_over_stays_over(state: ApplicationState) -> None:
    assert not [move for move in Move if LIFE.allows(state, move)]


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    assert set(LIFE.moves.values()) == set(ApplicationState)
    assert {state for state, _move in LIFE.moves} == set(ApplicationState) - OVER
    assert {move for _state, move in LIFE.moves} == set(Move)


@pytest.mark.parametrize("level", Level)
def test_a_corrected_application_comes_back_to_the_level_that_returned_it(level: Level) -> None:
    back = LIFE.after(ApplicationState.RETURNED_FOR_CORRECTION, CORRECT[level])
    assert AT_LEVEL[back] is level


def test_at_each_level_an_opinion_can_be_signed_and_a_founder_cannot_write() -> None:
    for state in AT_LEVEL:
        assert all(LIFE.allows(state, move) for move in OUTCOME_MOVE.values())
        assert LIFE.allows(state, Move.RETURN)
        assert state not in EDITABLE
