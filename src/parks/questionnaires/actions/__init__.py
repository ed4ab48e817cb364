"""Writes, a file a noun. The sheets' stand here too: their owners call them by this name."""

from parks.questionnaires.actions.sheets import (
    Saved,
    SavedAnswer,
    attach,
    complete_section,
    detach,
    freeze,
    open_for_changes,
    open_sheet,
    publish,
    refresh_facts,
    reopen,
    save_answer,
    save_answers,
    take_answers,
    take_over,
)

__all__ = [
    "Saved",
    "SavedAnswer",
    "attach",
    "complete_section",
    "detach",
    "freeze",
    "open_for_changes",
    "open_sheet",
    "publish",
    "refresh_facts",
    "reopen",
    "save_answer",
    "save_answers",
    "take_answers",
    "take_over",
]
