"""The score form that is filled in without network: what it asks, what came back, what taking it over would change.

Written and read as text (`text`) and as xlsx (`sheet`). Each criterion carries a reference: seat, criterion, and the
version that was read when the form was made (docs/adr/0075), so that nothing that was saved since is replaced unseen.
"""

from parks.reviews.rules.offline.model import (
    Asked,
    Entry,
    Found,
    Line,
    Problem,
    Read,
    compared,
    settled,
)

__all__ = ["Asked", "Entry", "Found", "Line", "Problem", "Read", "compared", "settled"]
