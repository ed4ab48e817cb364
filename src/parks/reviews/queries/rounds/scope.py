"""What of a round a reader may know of."""

from parks.kernel.actor import Actor
from parks.reviews import permissions
from parks.reviews.queries.conflicts import withheld


def places(actor: Actor) -> list[str]:
    """The argument of the one scope predicate, `r.path LIKE ANY($n)`."""
    return [f"{path}%" for path in permissions.reads_at(actor)]


SHOWN_RANK = (
    "a.rank - (SELECT count(*) FROM assessment o WHERE o.review_round = a.review_round AND o.rank < a.rank"
    f" AND {withheld('{person}', 'o.id')})"
)
"""The rank among those that the reader may see: a gap would tell the place of the one that is kept from them."""
