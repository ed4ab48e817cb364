"""Who is acting: passed to every action and query, never found in the air."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles of domain.md §1.4 that this house knows; each is held at an organisation."""

    FOUNDER = "founder"  # every signed-up person; their own companies alone
    PARK_MANAGER = "park_manager"
    CITY_OFFICER = "city_officer"
    PROVINCE_OFFICER = "province_officer"
    PROGRAMME_OFFICER = "programme_officer"  # of the nation, or of a province or city that runs programmes of its own
    EXPERT = "expert"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"  # organisations and roles; reads no application


@dataclass(frozen=True, slots=True)
class Held:
    """One role at one organisation; `path` is that organisation's place in the tree, e.g. `/cn/xj/ch/`."""

    role: Role
    organisation_id: UUID
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API key of a person, or the system itself (`via`)."""

    id: UUID
    name: str
    language: str = "zh"
    held: tuple[Held, ...] = ()
    via: str = "session"  # session · api-key · job · command

    def has(self, *roles: Role) -> bool:
        return any(one.role in roles for one in self.held)

    def holds(self, role: Role, path: str) -> bool:
        """Whether the role is held at this place in the tree or above it."""
        return any(one.role is role and path.startswith(one.path) for one in self.held)

    def paths(self, *roles: Role) -> list[str]:
        """Where in the tree any of the roles is held: the argument of the one scope predicate."""
        return sorted({one.path for one in self.held if one.role in roles})


NOBODY = UUID(int=0)
ANONYMOUS = Actor(id=NOBODY, name="", via="anonymous")
SYSTEM = Actor(id=UUID(int=1), name="Parks", via="job")
