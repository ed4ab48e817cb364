"""Letters of a call, in words with merge fields, and a campaign drafted by the action itself."""

from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.kernel.actor import Actor
from parks.notifications import actions
from parks.programmes.queries.work_list import GRID
from parks.web.paging import ListState

TEXTS = {
    "subject_zh": "关于{受理编号}",
    "body_zh": "{姓名}：{企业名称}的申报{受理编号}，目前{状态}。",
    "subject_en": "About {number}",
    "body_en": "Dear {name}, {number} of {company}: {state}.",
}


def view(**chosen: str) -> ListState:
    """The work list as an officer filtered it."""
    columns = tuple(one.name for one in GRID.columns)
    return ListState(GRID, "/applications", "", chosen, "submitted", True, columns, 50)


async def drafted(officer: Actor, call_id: UUID) -> dict[str, Any]:
    """A campaign to everyone of the call, not sent: its id and its first recipient's."""
    made = await actions.draft_campaign(officer, call_id, view(), TEXTS)
    recipient = await database.value("SELECT id FROM campaign_recipient WHERE campaign = $1 ORDER BY id LIMIT 1", made)
    return {"campaign_id": made, "recipient_id": recipient}
