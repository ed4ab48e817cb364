"""The ladder as data: which levels a call has, what each checks, who signs there, in how many working days.

`call.ladder` holds the rungs from the lowest up; a call leaves out those that it does not need (a province's own
programme ends at the province, a city's seed fund at the city). From the last rung an application goes to the
selection by the organisation that runs the call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parks.kernel.actor import Actor, Role
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.states import Level

NAMES: Mapping[Level, Text] = {
    Level.PARK: _("First review by the park"),
    Level.CITY: _("Review by the city"),
    Level.PROVINCE: _("Review by the province"),
}

OFFICER: Mapping[Level, Role] = {
    Level.PARK: Role.PARK_MANAGER,
    Level.CITY: Role.CITY_OFFICER,
    Level.PROVINCE: Role.PROVINCE_OFFICER,
}
"""Whose level it is, where a call says nothing else."""

SIGNERS: Mapping[Level, tuple[Role, ...]] = {level: (role, Role.PROGRAMME_OFFICER) for level, role in OFFICER.items()}
"""Who a call may say signs at a level."""

HEIGHT: Mapping[str, int] = {"park": 0, "city": 1, "province": 2, "nation": 3}
"""How high each kind of organisation stands in the tree."""

MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of one call.

    `days`: working days for its decision, after the day on which an application comes in. `quota`: the places of each
    office of this level that the call gives none of its own; None for no limit. `ranks`: it recommends by one ordered
    list that is frozen, and in no other way. `scores`: a recommendation carries a score from 0 to 100.
    """

    level: Level
    role: Role
    checks: Bilingual
    days: int = 10
    quota: int | None = None
    ranks: bool = False
    scores: bool = False

    @property
    def kind(self) -> str:
        """The kind of organisation that decides here, and whose quota counts."""
        return self.level.value

    @property
    def name(self) -> Text:
        return NAMES[self.level]

    def stored(self) -> dict[str, Any]:
        return {
            "level": self.level.value,
            "role": self.role.value,
            "checks": self.checks.stored(),
            "days": self.days,
            "quota": self.quota,
            "ranks": self.ranks,
            "scores": self.scores,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rung":
        return cls(
            level=Level(stored["level"]),
            role=Role(stored["role"]),
            checks=Bilingual.of(stored["checks"]),
            days=stored["days"],
            quota=stored["quota"],
            ranks=stored["ranks"],
            scores=stored["scores"],
        )


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of a call from the lowest up; at least one."""

    rungs: tuple[Rung, ...]

    @property
    def first(self) -> Rung:
        return self.rungs[0]

    @property
    def levels(self) -> tuple[Level, ...]:
        return tuple(one.level for one in self.rungs)

    def rung(self, level: Level) -> Rung | None:
        return next((one for one in self.rungs if one.level is level), None)

    def after(self, level: Level) -> Rung | None:
        """The next rung there is; None where the selection follows."""
        return next((one for one in self.rungs if HEIGHT[one.kind] > HEIGHT[level.value]), None)

    def stored(self) -> list[dict[str, Any]]:
        return [one.stored() for one in self.rungs]

    @classmethod
    def of(cls, stored: Sequence[Mapping[str, Any]]) -> "Ladder":
        return cls(tuple(Rung.of(one) for one in stored))


def problems(ladder: Ladder, runs: str) -> dict[str, Text]:
    """What is wrong with the ladder of a call that an organisation of the kind `runs` runs; a sentence a field."""
    wrong: dict[str, Text] = {}
    if not ladder.rungs:
        return {"ladder": _("A ladder has one level at least.")}
    heights = [HEIGHT[one.kind] for one in ladder.rungs]
    if heights != sorted(set(heights)):
        wrong["ladder"] = _("Each level stands once on a ladder, the lowest first.")
    if heights[-1] > HEIGHT.get(runs, -1):
        wrong["ladder"] = _("A ladder does not reach above the organisation that runs the call.")
    for one in ladder.rungs:
        field = f"ladder-{one.level.value}"
        if not 1 <= one.days <= MOST_DAYS:
            wrong[f"{field}-days"] = _("Give each level between 1 and {n} working days.", n=MOST_DAYS)
        if one.role not in SIGNERS[one.level]:
            wrong[f"{field}-role"] = _("This role does not sign at this level.")
        if one.quota is not None and one.quota < 0:
            wrong[f"{field}-quota"] = _("A quota is not less than nothing.")
        if not (one.checks.zh.strip() and one.checks.en.strip()):
            wrong[f"{field}-checks"] = _("Say in both languages what this level checks.")
    return wrong


DEFAULT = Ladder(
    (
        Rung(
            Level.PARK,
            OFFICER[Level.PARK],
            Bilingual(
                "材料是否齐全、真实，企业是否在园经营",
                "Whether everything is there and true, and the company works here",
            ),
        ),
        Rung(
            Level.CITY,
            OFFICER[Level.CITY],
            Bilingual(
                "申报条件、是否重复申报，择优推荐", "The conditions, double filing, and which are the best of the city"
            ),
        ),
        Rung(
            Level.PROVINCE,
            OFFICER[Level.PROVINCE],
            Bilingual(
                "资格复核，在名额内择优推荐", "The conditions once more, and the best of the province within its quota"
            ),
        ),
    )
)
"""The chain of domain.md §2.4; what a call has that says nothing else, and what earlier calls were given."""

READERS = (
    Role.PARK_MANAGER,
    Role.CITY_OFFICER,
    Role.PROVINCE_OFFICER,
    Role.PROGRAMME_OFFICER,
    Role.AUDITOR,
)
"""Who sees applications under their place in the tree, from the moment they were sent."""

OFFICERS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER)


def acts_at(actor: Actor, rung: Rung, path: str) -> bool:
    """Whether the actor decides at this rung on an application of the park at `path`."""
    return actor.holds(rung.role, path)
