"""What makes a rubric one that can be scored by; and the one for startups, unless a call brings its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parks.kernel.words import Bilingual, Text, _
from parks.reviews.rules.bands import Band, Reach, problem, reaches
from parks.reviews.rules.scoring import FULL, Scale

NO_HINT = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class NewCriterion:
    """A criterion as it is published. `tie_break` 1: the key criterion, 2: the second, None: not asked in a tie.

    `part`: the title, in either language, of the form's section that it concerns; empty where there is none. A `bonus`
    is marked and shown apart, outside the 100; where it `may_not_apply` an expert may say so in place of a mark.
    """

    title: Bilingual
    weight: Decimal
    hint: Bilingual = NO_HINT
    maximum: Decimal = Decimal(10)
    step: Decimal = Decimal("0.5")
    tie_break: int | None = None
    part: str = ""
    bands: tuple[Band, ...] = ()
    bonus: bool = False
    may_not_apply: bool = False

    @property
    def scale(self) -> Scale:
        return Scale(self.weight, self.maximum, self.step, self.bonus, self.may_not_apply)

    @property
    def reaches(self) -> tuple[Reach, ...]:
        return reaches(self.bands, self.scale)


def problems(criteria: Sequence[NewCriterion]) -> list[Text]:
    """What keeps these criteria from being published; empty where nothing does."""
    found = []
    if sum(one.weight for one in criteria) != FULL:
        found.append(_("The weights must add up to 100."))
    if sorted(one.tie_break for one in criteria if one.tie_break is not None) != [1, 2]:
        found.append(_("Name one key criterion and one second criterion, by which equals are told apart."))
    if any(one.tie_break and (one.bonus or one.may_not_apply) for one in criteria):
        found.append(
            _("The key and the second criterion are marked for everybody: neither can be a bonus or be left out.")
        )
    if any(one.bonus and one.weight for one in criteria):
        found.append(_("A bonus stands outside the 100: its weight is 0."))
    if any((one.weight <= 0 and not one.bonus) or one.step <= 0 or one.maximum % one.step != 0 for one in criteria):
        found.append(_("Each criterion needs a weight above nought and steps that reach its highest mark."))
    found += [lacking for one in criteria if (lacking := problem(one.bands, one.scale))][:1]
    return found


STARTUP = (
    NewCriterion(
        Bilingual("技术与知识产权", "Technology and intellectual property"),
        Decimal(30),
        Bilingual(
            "创新程度、先进性、自主知识产权及其保护", "How new and advanced it is; own rights and how they are kept"
        ),
        tie_break=1,
    ),
    NewCriterion(
        Bilingual("团队与创办人", "Team and founder"),
        Decimal(25),
        Bilingual(
            "专业能力、海外与创业经历、分工与投入", "Skill, experience abroad and of founding, roles and commitment"
        ),
        tie_break=2,
    ),
    NewCriterion(
        Bilingual("市场与商业模式", "Market and business model"),
        Decimal(20),
        Bilingual("市场规模、竞争、客户与收入模式", "Size of the market, competition, customers and revenue"),
    ),
    NewCriterion(
        Bilingual("进展与财务", "Progress and finance"),
        Decimal(15),
        Bilingual("研发与销售进展、财务测算、资金用途", "Progress so far, figures that add up, use of the funds"),
    ),
    NewCriterion(
        Bilingual("社会与产业价值", "Social and industrial value"),
        Decimal(10),
        Bilingual("就业、产业带动、公共利益", "Jobs, pull on the industry, public benefit"),
    ),
)
"""domain.md §2.6."""
