"""What happens to space, told upwards."""

from dataclasses import dataclass
from uuid import UUID

from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class UnitRequested(Event):
    """A company asks for space: its park's managers should know."""

    request_id: UUID


@dataclass(frozen=True, slots=True)
class RequestDeclined(Event):
    """The park cannot help: the founder is told why."""

    request_id: UUID


@dataclass(frozen=True, slots=True)
class RequestWithdrawn(Event):
    request_id: UUID


@dataclass(frozen=True, slots=True)
class UnitLet(Event):
    """A lease stands in the table: the founder is told where and from when."""

    allocation_id: UUID


@dataclass(frozen=True, slots=True)
class UnitOffered(Event):
    """A unit is kept for a founder until she answers: she is told until when."""

    allocation_id: UUID


@dataclass(frozen=True, slots=True)
class OfferAccepted(Event):
    """The founder took it and the lease stands: the park's managers should know."""

    allocation_id: UUID


@dataclass(frozen=True, slots=True)
class OfferDeclined(Event):
    """The founder said no and why; the unit is free again, the request waits on."""

    allocation_id: UUID


@dataclass(frozen=True, slots=True)
class OfferExpired(Event):
    """Nobody answered in time; the unit is free again, the request waits on."""

    allocation_id: UUID


@dataclass(frozen=True, slots=True)
class OfferWithdrawn(Event):
    """The park took its offer back: the founder reads why."""

    allocation_id: UUID


@dataclass(frozen=True, slots=True)
class AllocationEnded(Event):
    """A lease, hold, own use or closure was shortened or lifted."""

    allocation_id: UUID
