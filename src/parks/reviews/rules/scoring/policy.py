"""How a round adds up its marks, as it was chosen before anybody scored (domain.md §6.3; 去掉一个最高分和一个最低分).

The stages, each rounded half up where the policy names its places, exact fractions in between:

1. One expert: each mark / its maximum × its weight, added up. A criterion that does not apply (None) gives its
   weight to
   the others in proportion, never a nought; what became of a mark that is missing, the policy says.
2. The panel: the mean of the experts' scores; with `drop_from` scores or more, one highest and one lowest are left
   out, of
   the experts' totals or of each criterion.
3. Written review and defence, by their weights.

`Policy()` is what `weighted_total` and `aggregate` do.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Generic, Literal, TypeVar

from parks.kernel.words import Text, _
from parks.reviews.rules.scoring.sums import FULL, TRIM_FROM, Scale

Drop = Literal["none", "total", "criterion"]
Missing = Literal["refuse", "nought", "leave_out"]
DROPS: tuple[Drop, ...] = ("none", "total", "criterion")
MISSINGS: tuple[Missing, ...] = ("refuse", "nought", "leave_out")
FEWEST_TO_DROP = 3
"""Below three nothing would remain once the highest and the lowest are left out."""
PLACES_MOST = 6

E = TypeVar("E", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Value = Decimal | Fraction
Marks = Mapping[C, Decimal | None]
"""One expert's marks: None does not apply, a criterion that is not there is missing."""


class MarkMissingError(ValueError):
    """A mark is missing and the policy refuses that, or nothing was marked at all."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Raises ValueError where it contradicts itself. `sigmas` and `spread` (in points) tell outliers; None: not
    asked.
    """

    drop: Drop = "total"
    drop_from: int = TRIM_FROM
    missing: Missing = "refuse"
    round_expert: int | None = 2
    round_panel: int | None = 2
    written: Decimal = FULL
    defence: Decimal = Decimal(0)
    sigmas: Decimal | None = None
    spread: Decimal | None = None

    def __post_init__(self) -> None:
        if self.drop not in DROPS or self.missing not in MISSINGS:
            raise ValueError("no such way to drop, or to take a missing mark")
        if self.drop_from < FEWEST_TO_DROP:
            raise ValueError("nothing would remain: drop from three scores on at the earliest")
        if any(one is not None and not 0 <= one <= PLACES_MOST for one in (self.round_expert, self.round_panel)):
            raise ValueError(f"places are between 0 and {PLACES_MOST}")
        if min(self.written, self.defence) < 0 or self.written + self.defence != FULL:
            raise ValueError("written review and defence add up to 100")
        if any(one is not None and one <= 0 for one in (self.sigmas, self.spread)):
            raise ValueError("a bound for outliers lies above nought")

    def stored(self) -> dict[str, Any]:
        """As JSON: decimals as text."""
        return {key: str(one) if isinstance(one, Decimal) else one for key, one in asdict(self).items()}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Policy":
        """What `stored` wrote; what is not named is as in `Policy()`, so that `{}` is a round from before."""
        decimals = {"written", "defence", "sigmas", "spread"}
        values: dict[str, Any] = {
            key: Decimal(one) if key in decimals and one is not None else one for key, one in stored.items()
        }
        return cls(**values)

    def left_out(self, scores: Sequence[Decimal]) -> tuple[Decimal, ...]:
        """Which of a panel's scores are not in its total: the lowest and the highest, or none."""
        return (min(scores), max(scores)) if self.drops(len(scores)) else ()

    def drops(self, scores: int) -> bool:
        """Whether of so many scores one highest and one lowest are not in the total."""
        return self.drop == "total" and scores >= self.drop_from


@dataclass(frozen=True, slots=True)
class PanelResult(Generic[E, C]):
    """`dropped` is the lowest and the highest expert by total, `dropped_on` the same of each criterion; empty where
    none.

    `points` are the panel's points a criterion (by which equals are told apart), `bonus` the mean mark of each bonus
    criterion that somebody marked.
    """

    scores: Mapping[E, Decimal]
    plain: Decimal
    total: Decimal
    points: Mapping[C, Decimal]
    dropped: tuple[E, ...]
    dropped_on: Mapping[C, tuple[E, ...]]
    bonus: Mapping[C, Decimal]


def half_up(value: Value, places: int | None) -> Decimal:
    """Rounded half up from the exact fraction; None: to the 28 digits of a Decimal."""
    exact = Fraction(value)
    if places is None:
        return Decimal(exact.numerator) / Decimal(exact.denominator)
    scaled = exact * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return (
        (Decimal(whole) if exact >= 0 else -Decimal(whole))
        .scaleb(-places)
        .quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    )


def expert_score(policy: Policy, scales: Mapping[C, Scale], marks: Marks[C]) -> Decimal:
    """One expert's score out of 100. MarkMissingError where the policy refuses it, or where nothing applies."""
    return half_up(_exact_score(policy, scales, marks), policy.round_expert)


def _exact_score(policy: Policy, scales: Mapping[C, Scale], marks: Marks[C]) -> Fraction:
    shares = _shares(policy, scales, marks)
    weight = sum((Fraction(scales[key].weight) for key in shares), Fraction(0))
    if not weight:
        raise MarkMissingError("no criterion was marked")
    return sum((share * Fraction(scales[key].weight) for key, share in shares.items()), Fraction(0)) * 100 / weight


def _shares(policy: Policy, scales: Mapping[C, Scale], marks: Marks[C]) -> dict[C, Fraction]:
    """The part of each criterion's maximum that was reached; criteria left out do not stand in it."""
    shares = {}
    for key, scale in scales.items():
        if scale.bonus:
            continue
        if key not in marks:
            if policy.missing == "refuse":
                raise MarkMissingError("a mark is missing")
            if policy.missing == "nought":
                shares[key] = Fraction(0)
        elif (mark := marks[key]) is not None:
            shares[key] = Fraction(mark) / Fraction(scale.maximum)
    return shares


def panel(policy: Policy, scales: Mapping[C, Scale], marks_by_expert: Mapping[E, Marks[C]]) -> PanelResult[E, C]:
    """The panel's result. MarkMissingError where nobody scored, or a mark is missing that the policy asks for."""
    if not marks_by_expert:
        raise MarkMissingError("a panel without a score has no result")
    shares = {expert: _shares(policy, scales, marks) for expert, marks in marks_by_expert.items()}
    exact = {expert: _exact_score(policy, scales, marks) for expert, marks in marks_by_expert.items()}
    scores: dict[E, Value] = {
        expert: one if policy.round_expert is None else half_up(one, policy.round_expert)
        for expert, one in exact.items()
    }
    means, points, dropped_on = {}, {}, {}
    for key, scale in scales.items():
        column: dict[E, Value] = {expert: of[key] for expert, of in shares.items() if key in of}
        if column:
            means[key], gone = _mean(policy, column, dropping=policy.drop != "none")
            points[key] = half_up(means[key] * Fraction(scale.weight), policy.round_panel)
            if policy.drop == "criterion" and gone:
                dropped_on[key] = gone
    plain, _nobody = _mean(policy, scores, dropping=False)
    total, dropped = _mean(policy, scores, dropping=policy.drop == "total")
    if policy.drop == "criterion":
        weight = sum((Fraction(scales[key].weight) for key in means), Fraction(0))
        total = sum((mean * Fraction(scales[key].weight) for key, mean in means.items()), Fraction(0)) * 100 / weight
    return PanelResult(
        {expert: half_up(one, policy.round_expert) for expert, one in scores.items()},
        half_up(plain, policy.round_panel),
        half_up(total, policy.round_panel),
        points,
        dropped,
        dropped_on,
        _bonus(policy, scales, marks_by_expert),
    )


def _mean(policy: Policy, values: Mapping[E, Value], *, dropping: bool) -> tuple[Fraction, tuple[E, ...]]:
    """The mean, and who was left out: of equals the first is the lowest, the last the highest."""
    ordered = sorted(values, key=lambda one: values[one])
    gone: tuple[E, ...] = ()
    if dropping and len(ordered) >= policy.drop_from:
        gone, ordered = (ordered[0], ordered[-1]), ordered[1:-1]
    return sum((Fraction(values[one]) for one in ordered), Fraction(0)) / len(ordered), gone


def _bonus(policy: Policy, scales: Mapping[C, Scale], marks: Mapping[E, Marks[C]]) -> dict[C, Decimal]:
    found = {}
    for key, scale in scales.items():
        given = [Fraction(mark) for one in marks.values() if (mark := one.get(key)) is not None] if scale.bonus else []
        if given:
            found[key] = half_up(sum(given, Fraction(0)) / len(given), policy.round_panel)
    return found


def combined(policy: Policy, written: Decimal | None, defence: Decimal | None) -> Decimal:
    """Written review and defence together. MarkMissingError where one that weighs something is missing."""
    total = Fraction(0)
    for weight, score in ((policy.written, written), (policy.defence, defence)):
        if weight and score is None:
            raise MarkMissingError("written review or defence has no result yet")
        total += Fraction(weight) * Fraction(score or 0) / 100
    return half_up(total, policy.round_panel)


def outliers(policy: Policy, scores: Mapping[E, Decimal]) -> frozenset[E]:
    """Who must say why, or be looked at again: |x - mean| > sigmas × σ (of the panel, by n - 1), or range > spread.

    Where the range is too wide, those at both its ends. Fewer than three scores have no σ worth the name.
    """
    found: set[E] = set()
    values = {expert: Fraction(score) for expert, score in scores.items()}
    if policy.sigmas is not None and len(values) >= FEWEST_TO_DROP:
        mean = sum(values.values(), Fraction(0)) / len(values)
        variance = sum(((one - mean) ** 2 for one in values.values()), Fraction(0)) / (len(values) - 1)
        found = {
            expert for expert, one in values.items() if (one - mean) ** 2 > Fraction(policy.sigmas) ** 2 * variance
        }
    if policy.spread is not None and values:
        lowest, highest = min(values.values()), max(values.values())
        if highest - lowest > Fraction(policy.spread):
            found |= {expert for expert, one in values.items() if one in (lowest, highest)}
    return frozenset(found)


def sentences(policy: Policy) -> Sequence[Text]:
    """The policy in plain words, in the order in which it is applied."""
    said = [
        {
            "refuse": _("Every criterion needs a mark; without all of them nothing is added up."),
            "nought": _("A mark that is missing counts nought."),
            "leave_out": _("A criterion without a mark is left out; its weight is shared out among the others."),
        }[policy.missing],
        _("Where a criterion does not apply, its weight is shared out among the others; it never counts nought."),
        _places(policy.round_expert, panel=False),
        {
            "none": _("The result is the mean of all experts' scores."),
            "total": _(
                "With {n} scores or more, one highest and one lowest score are left out;"
                " the result is the mean of the rest.",
                n=policy.drop_from,
            ),
            "criterion": _(
                "With {n} marks or more on a criterion, its one highest and one lowest mark are left out;"
                " the means of the criteria are added up by weight.",
                n=policy.drop_from,
            ),
        }[policy.drop],
        _places(policy.round_panel, panel=True),
    ]
    if policy.defence:
        said.append(
            _(
                "The written review counts {written} %, the defence {defence} %.",
                written=f"{policy.written:f}",
                defence=f"{policy.defence:f}",
            )
        )
    if policy.sigmas is not None:
        said.append(
            _("A score more than {k} standard deviations from its panel's mean is asked about.", k=policy.sigmas)
        )
    if policy.spread is not None:
        said.append(
            _("Where a panel's scores lie more than {t} points apart, both ends are asked about.", t=policy.spread)
        )
    said.append(
        _("Equals are told apart by the key criterion, then by the second; who is still equal shares the rank.")
    )
    return said


def _places(places: int | None, *, panel: bool) -> Text:
    if places is None:
        return _("The panel's result is not rounded.") if panel else _("An expert's score is not rounded.")
    if panel:
        return _("The panel's result is rounded half up to {n} decimal places.", n=places)
    return _("An expert's score is rounded half up to {n} decimal places.", n=places)
