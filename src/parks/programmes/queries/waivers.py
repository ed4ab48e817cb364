"""Waivers as those see them who see the application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import rows, value
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.programmes import permissions
from parks.programmes.rules.eligibility import Waived


@dataclass(frozen=True, slots=True)
class WaiverView:
    id: UUID
    rule: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    text: str
    decided_by: str
    decided_at: datetime | None
    can_decide: bool


WAIVERS = """
  (SELECT o.path FROM organisation o WHERE o.id = c.organisation) AS runs_path,
  (SELECT COALESCE(json_agg(json_build_object('id', w.id, 'rule', w.rule, 'reason', w.reason, 'asked_by', w.asked_by,
      'asked_by_name', w.asked_by_name, 'asked_at', w.asked_at, 'state', w.state, 'text', w.text,
      'decided_by_name', w.decided_by_name, 'decided_at', w.decided_at) ORDER BY w.asked_at DESC), '[]')
    FROM waiver w WHERE w.application = a.id) AS waivers
"""
"""Columns of a query over `application a JOIN call c`, for `waivers_of`."""


def waivers_of(actor: Actor, one: Mapping[str, Any]) -> tuple[WaiverView, ...]:
    """Newest first, with whether this reader decides them."""
    return tuple(
        WaiverView(
            UUID(each["id"]),
            each["rule"],
            each["reason"],
            each["asked_by_name"],
            datetime.fromisoformat(each["asked_at"]),
            each["state"],
            each["text"],
            each["decided_by_name"],
            datetime.fromisoformat(each["decided_at"]) if each["decided_at"] else None,
            each["state"] == "asked"
            and bool(
                permissions.may_decide_waiver(
                    actor, path=one["runs_path"], asked_by=UUID(each["asked_by"]), applicant_id=one["applicant"]
                )
            ),
        )
        for each in one["waivers"]
    )


def granted(found: Sequence[WaiverView]) -> Mapping[str, Waived]:
    """By rule: the decision that stands beside its finding."""
    return {one.rule: Waived(one.reason, one.text, one.decided_by) for one in found if one.state == "granted"}


async def waived(application_id: UUID) -> Mapping[str, Waived]:
    """The rules that do not count for this application; for actions, which ask for no reader."""
    found = await rows(
        "SELECT rule, reason, text, decided_by_name FROM waiver WHERE application = $1 AND state = 'granted'",
        application_id,
    )
    return {one["rule"]: Waived(one["reason"], one["text"], one["decided_by_name"]) for one in found}


async def application_of(waiver_id: UUID) -> UUID:
    """Whose it is; the caller finds that application for its reader. Hidden (404)."""
    found: UUID = await value("SELECT application FROM waiver WHERE id = $1", waiver_id) or hidden()
    return found
