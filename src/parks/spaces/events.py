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
class AllocationEnded(Event):
    """A lease, hold, own use or closure was shortened or lifted."""

    allocation_id: UUID
