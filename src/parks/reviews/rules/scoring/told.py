"""The shapes and the sentences of what is told beside a round's results (`beside` computes it)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from parks.kernel.words import Text, _

FIRM, TENTATIVE = Decimal("0.80"), Decimal("0.667")
"""K. Krippendorff, "Content Analysis", 2004, p. 241: what alpha carries firm and what only tentative conclusions."""
GOOD, MODERATE = Decimal("0.75"), Decimal("0.50")
"""T. K. Koo, M. Y. Li, "A Guideline of Selecting and Reporting Intraclass Correlation Coefficients", 2016."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A proposal whose panel is complete: (expert, score) of each seat, in the order of the seats."""

    proposal: UUID
    scores: tuple[tuple[UUID, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha` and ICC to three places, None where they are not defined; `same`: one panel judged all proposals, so that
    ICC is of the second form, else of the first (P. E. Shrout, J. L. Fleiss, 1979).
    """

    alpha: Decimal | None
    one: Decimal | None
    mean: Decimal | None
    same: bool

    @property
    def sentences(self) -> Sequence[Text]:
        return (_alpha_said(self.alpha), _icc_said(self.mean))


@dataclass(frozen=True, slots=True)
class Beside:
    """By proposal. `adjusted` lacks those whose marks hang together with too few others; `part` numbers from 1 the
    groups within which adjusted scores compare, `groups` counts them; `above` is empty without a funding line.
    """

    agreement: Agreement
    adjusted: Mapping[UUID, float]
    part: Mapping[UUID, int]
    groups: int
    above: Mapping[UUID, float]

    @property
    def sentences(self) -> Sequence[Text]:
        """What the adjusted scores can and cannot say."""
        if not self.part:
            return ()
        said = [
            _(
                "The adjusted score is what the same proposal would have had from experts of average strictness."
                " It is shown beside the result and decides nothing."
            )
        ]
        if self.groups > 1:
            said.append(
                _(
                    "The scores fall into {n} groups that share no expert: adjusted scores compare within a group only,"
                    " never across.",
                    n=self.groups,
                )
            )
        if len(self.adjusted) < len(self.part):
            said.append(
                _("Where no adjusted score stands, too few scores hang together to tell strict experts from weak work.")
            )
        return tuple(said)


def _alpha_said(value: Decimal | None) -> Text:
    if value is None:
        return _("Krippendorff's alpha is not defined yet: it takes two proposals with two different scores each.")
    if value >= FIRM:
        return _("Krippendorff's alpha is {alpha}: the experts of a panel agree well.", alpha=f"{value:f}")
    if value >= TENTATIVE:
        return _(
            "Krippendorff's alpha is {alpha}: the experts of a panel agree roughly; close results are not certain.",
            alpha=f"{value:f}",
        )
    return _(
        "Krippendorff's alpha is {alpha}: the experts of a panel differ much. Look at the proposals near the line.",
        alpha=f"{value:f}",
    )


def _icc_said(value: Decimal | None) -> Text:
    if value is None:
        return _("The intraclass correlation (ICC) is not defined yet: it takes two proposals with two scores each.")
    if value >= GOOD:
        return _(
            "The intraclass correlation (ICC) of a panel's mean is {icc}: another panel would order them much alike.",
            icc=f"{value:f}",
        )
    if value >= MODERATE:
        return _(
            "The intraclass correlation (ICC) of a panel's mean is {icc}: another panel would move some of them.",
            icc=f"{value:f}",
        )
    return _(
        "The intraclass correlation (ICC) of a panel's mean is {icc}: another panel might well order them otherwise.",
        icc=f"{value:f}",
    )
