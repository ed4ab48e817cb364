"""What a shared context is told of the thing it serves: handed in once, frozen at the door."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SubjectRef:
    """`kind` in the glossary's identifiers, `label` as people name it, `url` where it is shown."""

    kind: str
    id: UUID
    label: str
    url: str = ""
