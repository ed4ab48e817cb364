"""What tenants ask of a park, what was said on the way, and how soon the park promises each kind."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.states import ServiceKind, ServiceState
from parks.spaces.states import ServiceStep as Step
from parks.spaces.tables import one_of
from parks.spaces.tables.estate import Park, Unit
from parks.startups.tables import Company


class ServicePromise(Table, tablename="service_promise"):
    """In how many working days this park answers that kind. No row: the park promises no day."""

    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    kind = Varchar(length=20, null=False, default="")
    working_days = SmallInt(null=False, default=None)
    service_promise_once = Unique(["park", "kind"])
    service_promise_kind_known = Check(one_of("kind", ServiceKind))
    service_promise_some_days = Check("working_days BETWEEN 1 AND 60")


class ServiceRequest(Table, tablename="service_request"):
    """`due` is the last promised day, as promised when it was asked (or asked anew); `provisional` where a day on the
    way to it had no official calendar. The rating is the tenant's last; what came before stands in the steps.
    """

    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    unit = ForeignKey(Unit, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    words = Varchar(length=2000, null=False, default="")
    state = Varchar(length=20, null=False, default="")
    asked_by = UUID(null=False, default=None, index=True)
    asked_at = Timestamptz(null=False, default=None)
    due = Date(null=True, default=None)
    provisional = Boolean(null=False, default=False)
    closed_at = Timestamptz(null=True, default=None)
    rating = SmallInt(null=True, default=None)
    service_request_kind_known = Check(one_of("kind", ServiceKind))
    service_request_state_known = Check(one_of("state", ServiceState))
    service_request_closed_on_a_day = Check("(state = 'closed') = (closed_at IS NOT NULL)")
    service_request_rated_when_closed = Check("rating IS NULL OR state = 'closed' AND rating BETWEEN 1 AND 5")


class ServiceStep(Table, tablename="service_step"):
    """What was said, in order; a trigger in migrations/spaces refuses to change it."""

    id = UUID(primary_key=True, default=uuid7)
    request = ForeignKey(ServiceRequest, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    step = Varchar(length=20, null=False, default="")
    words = Varchar(length=2000, null=False, default="")
    rating = SmallInt(null=True, default=None)
    due = Date(null=True, default=None)
    by = UUID(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    service_step_known = Check(one_of("step", Step))
    service_step_rating_of_five = Check("(step = 'rated') = (rating IS NOT NULL) AND rating BETWEEN 1 AND 5")
