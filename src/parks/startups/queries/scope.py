"""The one scope predicate of this context, for the alias `c` of `company`: list, record, file, export and API alike."""

from typing import Any

from parks.kernel.actor import Actor
from parks.startups.permissions import READERS

VISIBLE = (
    "(EXISTS (SELECT FROM company_member m WHERE m.company = c.id AND m.account_id = $1)"
    " OR c.path LIKE ANY($2::text[]))"
)


HANDS = (
    "(SELECT array_remove(ARRAY[CASE WHEN m.may_edit THEN 'edit' END, CASE WHEN m.may_certify THEN 'certify' END,"
    " CASE WHEN m.may_submit THEN 'submit' END], NULL)"
    " FROM company_member m WHERE m.company = c.id AND m.account_id = $1)"
)
"""What the reader may do for the company (`states.Hand`); NULL for who is not on its side."""

OWNER = "EXISTS (SELECT FROM company_member m WHERE m.company = c.id AND m.account_id = $1 AND m.role = 'owner')"


def scope(actor: Actor) -> tuple[Any, list[str]]:
    """The values of `$1` and `$2`."""
    return actor.id, [f"{path}%" for path in actor.paths(*READERS)]
