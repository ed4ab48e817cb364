"""The verbs of expert review."""

from parks.reviews.actions.applications import (
    NewApplication,
    apply_to_pool,
    appoint_expert,
    refuse_application,
    withdraw_application,
)
from parks.reviews.actions.conflicts import (
    NewConflict,
    declare_interest,
    end_conflict,
    enter_conflict,
    pin_conflict,
    release_round,
)
from parks.reviews.actions.desk import keep_layout, skip, take_up
from parks.reviews.actions.evaluations import evaluate_expert
from parks.reviews.actions.fees import (
    approve_fees,
    keep_account,
    note_paid,
    refuse_fees,
    reseal_accounts,
    set_rate,
    take_payment_list,
)
from parks.reviews.actions.imports import erase_lists, forget_list, read_experts, take_in
from parks.reviews.actions.invitations import answer_invitation, invite_to_round
from parks.reviews.actions.letters import issue_letter
from parks.reviews.actions.mark_queries import answer_about_mark, ask_about_mark
from parks.reviews.actions.offline import take_over_form
from parks.reviews.actions.pool import (
    add_post,
    add_tie,
    end_post,
    end_tie,
    enrol_expert,
    invite_expert,
    keep_expert,
    let_rest,
    take_over_marks,
    wake,
)
from parks.reviews.actions.rounds import (
    check_conflicts,
    close_round,
    extend_round,
    open_assessment,
    open_round,
    publish_rubric,
)
from parks.reviews.actions.scores import MarksConflict, NewMark, reopen_score, save_mark, save_marks, submit_score
from parks.reviews.actions.seats import declare, recuse, replace, seat

__all__ = [
    "MarksConflict",
    "NewApplication",
    "NewConflict",
    "NewMark",
    "add_post",
    "add_tie",
    "answer_about_mark",
    "answer_invitation",
    "apply_to_pool",
    "appoint_expert",
    "approve_fees",
    "ask_about_mark",
    "check_conflicts",
    "close_round",
    "declare",
    "declare_interest",
    "end_conflict",
    "end_post",
    "end_tie",
    "enrol_expert",
    "enter_conflict",
    "erase_lists",
    "evaluate_expert",
    "extend_round",
    "forget_list",
    "invite_expert",
    "invite_to_round",
    "issue_letter",
    "keep_account",
    "keep_expert",
    "keep_layout",
    "let_rest",
    "note_paid",
    "open_assessment",
    "open_round",
    "pin_conflict",
    "publish_rubric",
    "read_experts",
    "recuse",
    "refuse_application",
    "refuse_fees",
    "release_round",
    "reopen_score",
    "replace",
    "reseal_accounts",
    "save_mark",
    "save_marks",
    "seat",
    "set_rate",
    "skip",
    "submit_score",
    "take_in",
    "take_over_form",
    "take_over_marks",
    "take_payment_list",
    "take_up",
    "wake",
    "withdraw_application",
]
