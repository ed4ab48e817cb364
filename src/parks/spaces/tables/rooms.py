"""Rooms that are booked by the hour, what takes them, and visitors who are announced."""

from piccolo.columns import JSONB, UUID, Boolean, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.states import BookingKind, BookingState
from parks.spaces.tables import one_of
from parks.spaces.tables.estate import Park, Unit
from parks.startups.tables import Company


class Room(Table, tablename="bookable_room"):
    """How a unit of a bookable kind is booked. `opens` and `closes` are minutes of the day in Beijing, `weekdays` the
    ISO numbers of the days on which it is open. `monthly_hours`: the most that one company has of it in a calendar
    month, null for no limit. `notice_hours`: how long before its start a booking can still be called off. `feed`
    counts the addresses of its calendar: a new number ends the old one.
    """

    id = UUID(primary_key=True, default=uuid7)
    unit = ForeignKey(Unit, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=False)
    name = JSONB(null=False, default="{}")
    opens = Integer(null=False, default=0)
    closes = Integer(null=False, default=0)
    weekdays = Varchar(length=7, null=False, default="")
    approval = Boolean(null=False, default=False)
    notice_hours = Integer(null=False, default=0)
    monthly_hours = Integer(null=True, default=None)
    feed = Integer(null=False, default=1)
    room_hours_in_order = Check("opens >= 0 AND closes > opens AND closes <= 1440")
    room_weekdays_known = Check("weekdays ~ '^[1-7]+$'")
    room_notice_not_negative = Check("notice_hours >= 0")
    room_quota_above_nought = Check("monthly_hours > 0")


class RoomCompany(Table, tablename="room_company"):
    """A room's access list: where it has rows, these companies alone book it."""

    id = UUID(primary_key=True, default=uuid7)
    room = ForeignKey(Room, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    room_company_once = Unique(["room", "company"])


class Booking(Table, tablename="booking"):
    """What takes a room from `starts` to before `ends`. No company: the park's own. Bookings that repeat share
    `series`. The generated column `during` and its exclusion constraint are in migrations/spaces.
    """

    id = UUID(primary_key=True, default=uuid7)
    room = ForeignKey(Room, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    company = ForeignKey(Company, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    purpose = Varchar(length=200, null=False, default="")
    starts = Timestamptz(null=False, default=None)
    ends = Timestamptz(null=False, default=None)
    state = Varchar(length=20, null=False, default="")
    series = UUID(null=True, default=None, index=False)
    booked_by = UUID(null=False, default=None, index=True)
    booked_at = Timestamptz(null=False, default=None)
    settled_by = UUID(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    answer = Varchar(length=500, null=False, default="")
    booking_kind_known = Check(one_of("kind", BookingKind))
    booking_state_known = Check(one_of("state", BookingState))
    booking_times_in_order = Check("ends > starts")
    booking_blocking_is_the_parks = Check("kind = 'booking' OR company IS NULL")


class BookingFeed(Table, tablename="booking_feed"):
    """The number of a person's own calendar address; no row: the first."""

    id = UUID(primary_key=True, default=None)
    number = Integer(null=False, default=1)


class Visitor(Table, tablename="visitor"):
    """Somebody who is expected on one day. The code opens nothing by itself: only the park's people can read it. Rows
    are erased when their term is over (`retention.visitor`).
    """

    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    company = ForeignKey(Company, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    host = UUID(null=False, default=None, index=True)
    name = Varchar(length=100, null=False, default="")
    day = Date(null=False, default=None, index=True)
    code = Varchar(length=32, null=False, default="", unique=True, index=False)
    announced_at = Timestamptz(null=False, default=None)
    arrived_at = Timestamptz(null=True, default=None)
    arrived_by = UUID(null=True, default=None)
