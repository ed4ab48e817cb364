"""The two lists of space: columns, orders, filters. Pages, exports and the API share them."""

from parks.kernel.words import Bilingual, _
from parks.spaces.rules import names
from parks.spaces.states import LETTABLE, UnitStatus
from parks.web.paging import Column, Filter, Grid

REQUEST_LIST = Grid(
    columns=(
        Column("company", _("Company"), sort="company"),
        Column("park", _("Park"), shown=False),
        Column("kind", _("Kind")),
        Column("area", _("Gross area (m²)"), sort="area", numeric=True),
        Column("seats", _("Seats"), numeric=True),
        Column("wanted", _("Wanted from"), sort="wanted"),
        Column("until", _("Wanted until"), shown=False),
        Column("asked", _("Asked"), sort="asked"),
        Column("waiting", _("Days waiting"), sort="waiting", numeric=True),
        Column("state", _("State")),
        Column("unit", _("Unit")),
    ),
    sorts=("waiting", "asked", "wanted", "company", "area"),
    filters=(
        Filter("state", _("State"), tuple((str(state), name) for state, name in names.REQUEST_STATES.items())),
        Filter("unit_kind", _("Kind"), tuple((str(kind), names.UNIT_KINDS[kind]) for kind in LETTABLE)),
    ),
)

ENDING = ("30", "60", "90")
"""Within how many days from today (domain.md §3: leases are renewed or given notice of in the last three months)."""

ALLOCATION_COLUMNS = (
    Column("unit", _("Unit"), sort="unit"),
    Column("park", _("Park"), shown=False),
    Column("place", _("Building and floor")),
    Column("kind", _("What for")),
    Column("company", _("Company"), sort="company"),
    Column("area", _("Gross area (m²)"), sort="area", numeric=True),
    Column("starts", _("First day"), sort="starts"),
    Column("ends", _("Last day"), sort="ends"),
    Column("left", _("Days left"), numeric=True),
)


def allocation_grid(parks: list[tuple[str, Bilingual]]) -> Grid:
    """What takes units, what ends first on top; its parks are those the reader's roles reach."""
    return Grid(
        ALLOCATION_COLUMNS,
        sorts=("ends", "starts", "unit", "company", "area"),
        filters=(
            Filter("park", _("Park"), tuple(parks)),
            Filter("what", _("What for"), tuple((str(kind), name) for kind, name in names.ALLOCATION_KINDS.items())),
            Filter("when", _("When"), (("now", _("Stands today")), ("next", _("Begins later")), ("over", _("Over")))),
            Filter("ending", _("Ends within"), tuple((days, _("{n} days", n=days)) for days in ENDING)),
        ),
    )


UNIT_COLUMNS = (
    Column("code", _("Unit"), sort="code"),
    Column("park", _("Park"), shown=False),
    Column("place", _("Building and floor")),
    Column("kind", _("Kind"), sort="kind"),
    Column("area", _("Gross area (m²)"), sort="area", numeric=True),
    Column("usable", _("Usable area (m²)"), numeric=True, shown=False),
    Column("seats", _("Seats"), sort="seats", numeric=True),
    Column("rent", _("List rent a month"), numeric=True),
    Column("status", _("Status")),
    Column("tenant", _("Tenant")),
    Column("until", _("Until")),
)
STATUS_CHOICES = tuple(
    (str(status), names.STATUSES[status]) for status in UnitStatus if status not in {UnitStatus.TAKEN, UnitStatus.OURS}
)


def unit_grid(parks: list[tuple[str, Bilingual]]) -> Grid:
    """The list's declaration; its parks are those the reader's roles reach."""
    return Grid(
        UNIT_COLUMNS,
        sorts=("code", "kind", "area", "seats"),
        filters=(
            Filter("on", _("On the day")),
            Filter("park", _("Park"), tuple(parks)),
            Filter("unit_kind", _("Kind"), tuple((str(kind), name) for kind, name in names.UNIT_KINDS.items())),
            Filter("status", _("Status"), STATUS_CHOICES),
        ),
    )
