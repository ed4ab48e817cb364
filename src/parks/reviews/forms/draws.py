"""A draw of experts: its terms, its quotas, what is said of it."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from parks.kernel.words import Text, _
from parks.reviews.forms.shared import Paragraph, of_the_twelve
from parks.reviews.queries.draws import Terms
from parks.reviews.rules import draw, names
from parks.reviews.states import ExpertKind


class _DrawTerms(BaseModel):
    """What a draw asks beside its quotas; days, percent of the round's proposals, open seats."""

    seats: int = Field(ge=1, le=draw.SEATS_MOST)
    odd: bool = False
    one_per_employer: bool = False
    cooldown: int = Field(default=0, ge=0, le=3650)
    most_barred: int = Field(default=Terms().most_barred, ge=0, le=100)
    most_open: int = Field(default=Terms().most_open, ge=0, le=500)
    witness: UUID
    reason: Paragraph = ""

    @property
    def terms(self) -> Terms:
        return Terms(self.most_barred, self.most_open)


class NewDraw(_DrawTerms):
    """The form of a draw; its quotas are read by `quotas_of`. `instead_of`: the live draw that it sets aside."""

    instead_of: UUID | None = None

    def constraints(self, quotas: Mapping[str, Mapping[str, int]]) -> draw.Constraints:
        return draw.Constraints(
            self.seats, quotas["domain"], quotas["kind"], self.one_per_employer, self.cooldown, self.odd
        )


Quota = Annotated[int, Field(ge=0, le=draw.SEATS_MOST)]


class DrawIn(_DrawTerms):
    """A draw as a program asks for it; the quotas are the least number of each field and kind."""

    odd: bool = True
    one_per_employer: bool = True
    domains: dict[Annotated[str, AfterValidator(of_the_twelve)], Quota] = Field(default_factory=dict)
    kinds: dict[ExpertKind, Quota] = Field(default_factory=dict)

    @property
    def constraints(self) -> draw.Constraints:
        kinds = {kind.value: n for kind, n in self.kinds.items()}
        return draw.Constraints(self.seats, self.domains, kinds, self.one_per_employer, self.cooldown, self.odd)


def quotas_of(values: Mapping[str, Any]) -> tuple[dict[str, dict[str, int]], dict[str, Text]]:
    """The quotas out of `domain-<field>` and `kind-<kind>`, and what cannot be read of them; empty is none."""
    found: dict[str, dict[str, int]] = {"domain": {}, "kind": {}}
    errors: dict[str, Text] = {}
    for what, known in (("domain", names.FIELDS), ("kind", names.EXPERT_KINDS)):
        for name in known:
            typed = str(values.get(f"{what}-{name}", "")).strip()
            if not typed:
                continue
            if not (typed.isascii() and typed.isdigit() and int(typed[:9]) <= draw.SEATS_MOST):
                errors[f"{what}-{name}"] = _("Write a number from 0 to {n}.", n=draw.SEATS_MOST)
            elif int(typed):
                found[what][str(name)] = int(typed)
    return found, errors


class Departure(BaseModel):
    """Who leaves a drawn panel, or (below) is taken onto it, and why."""

    expert: UUID
    reason: Paragraph = Field(min_length=1)


class Admission(Departure):
    """Somebody who was not drawn."""
