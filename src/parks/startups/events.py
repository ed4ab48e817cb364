"""What companies tell the house."""

from dataclasses import dataclass
from uuid import UUID

from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RecordChanged(Event):
    """Something of the company's record was written, proven or checked: whoever shows its facts takes them anew."""

    company_id: UUID
