"""A run as it is stored and exported: canonical JSON, its hash, and the same instance again out of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from uuid import UUID

from parks.reviews.rules.assignment.instance import Instance, Mix, Plan
from parks.reviews.rules.assignment.linear import SEED
from parks.reviews.rules.assignment.solving import Floor, solve


def solver() -> str:
    """Name and version, as stored with each run."""
    return f"HiGHS {version('highspy')}"


@dataclass(frozen=True, slots=True)
class Question:
    """An instance with what its numbers stand for; `stored()` is what the hash is taken of."""

    assessments: tuple[UUID, ...]
    experts: tuple[UUID, ...]
    instance: Instance
    floor: Floor = "auto"

    def stored(self) -> str:
        """Keys sorted, no spaces, null for a conflict; affinities have four places at most."""
        asked = self.instance
        lines = [[None if cell != cell else cell for cell in line] for line in asked.matrix.tolist()]  # noqa: PLR0124 - NaN
        told: dict[str, Any] = {
            "affinity": lines,
            "assessments": [str(one) for one in self.assessments],
            "demand": list(asked.demand),
            "employers": list(asked.employers),
            "experts": [str(one) for one in self.experts],
            "fixed": [list(pair) for pair in sorted(asked.fixed)],
            "floor": self.floor,
            "least": list(asked.least),
            "mix": [{"least": one.least, "members": sorted(one.members)} for one in asked.mix],
            "most": list(asked.most),
            "seed": SEED,
        }
        return canonical(told)

    @classmethod
    def of(cls, stored: str) -> "Question":
        told: Mapping[str, Any] = json.loads(stored)
        return cls(
            tuple(map(UUID, told["assessments"])),
            tuple(map(UUID, told["experts"])),
            Instance(
                told["affinity"],
                told["demand"],
                told["least"],
                told["most"],
                told["employers"],
                [Mix(frozenset(one["members"]), one["least"]) for one in told["mix"]],
                [(proposal, expert) for proposal, expert in told["fixed"]],
            ),
            told["floor"],
        )

    def answered(self, seconds: float = 20.0) -> Plan:
        return solve(self.instance, self.floor, seconds)


def canonical(told: Any) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def pairs_stored(pairs: Sequence[tuple[int, int]]) -> str:
    return canonical([list(pair) for pair in pairs])


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
