"""Who may see which money: officers and auditors by the budget's place, a company's own people their grants.

`$1` the places where the reader's roles let them see all, `$2` the reader. Over `fund_budget b`, `fund_commitment c`.
"""

from typing import Any

from parks.funds.permissions import READERS
from parks.kernel.actor import Actor

BY_PLACE = "b.path ^@ ANY($1::text[])"
OWN = "EXISTS (SELECT FROM company_member m WHERE m.company = c.company AND m.account_id = $2::uuid)"
SCOPE = f"({BY_PLACE} OR {OWN})"


def who(actor: Actor) -> tuple[list[str], Any]:
    return actor.paths(*READERS), actor.id
