"""A cycle's rule set: the clauses of the Support Plan with the figures that policy gives on the day of opening.

The figures come from `reference` (locality, dates, source), never from here; this file holds the sentences and says
which figure each rule needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from parks.kernel.words import Bilingual
from parks.programmes.rules.eligibility import Rule


@dataclass(frozen=True, slots=True)
class Figure:
    """A policy value as it stood at opening."""

    value: str
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Clause:
    """`figures` maps a term's name to its policy key; `{name}` slots in the words take the terms."""

    id: str
    title: Bilingual
    words: Bilingual
    figures: Mapping[str, str]
    gate: bool = True


BASIS = "policy.isp.rules"
"""The policy key whose source stands for the clauses that carry no figure of their own."""

SUPPORT_PLAN = (
    Clause(
        "R-LEGAL",
        Bilingual("法定代表人", "Legal representative"),
        Bilingual(
            "申报人须为所创办企业的法定代表人。", "The applicant is the legal representative of the company founded."
        ),
        {},
    ),
    Clause(
        "R-DEGREE",
        Bilingual("学历学位", "Degree"),
        Bilingual(
            "申报人须在国（境）外取得{level_zh}及以上学位，或有不少于{postdoc_months}个月的国（境）外博士后研究经历。",
            "The applicant holds an overseas {level_en} or higher, or has been a postdoc abroad for at least"
            " {postdoc_months} months.",
        ),
        {"level": "isp.degree.level", "postdoc_months": "isp.degree.postdoc_months"},
    ),
    Clause(
        "R-IP",
        Bilingual("自主知识产权", "Own intellectual property"),
        Bilingual("企业须拥有自主知识产权。", "The company owns intellectual property of its own."),
        {},
    ),
    Clause(
        "R-AGE",
        Bilingual("企业成立时间", "Age of the company"),
        Bilingual("企业须于{since}（含）以后注册成立。", "The company was registered on or after {since}."),
        {"years": "isp.age.years"},
    ),
    Clause(
        "R-SHARE",
        Bilingual("申报人出资比例", "The applicant's contribution"),
        Bilingual(
            "申报人个人出资须占企业注册资本的{percent}%以上（含{percent}%）。",
            "The applicant contributes at least {percent}% of the registered capital.",
        ),
        {"percent": "isp.share.percent"},
    ),
    Clause(
        "R-FULLTIME",
        Bilingual("全职回国", "Back full-time"),
        Bilingual(
            "申报人已全职回国创业，未在国（境）外任职。", "The applicant is back full-time and holds no post abroad."
        ),
        {},
    ),
    Clause(
        "R-ONCE",
        Bilingual("不重复支持、不多地申报", "Once only, one region only"),
        Bilingual(
            "以往已入选者不再支持；同一申报人、同一企业不得在两个及以上地区同时申报。",
            "Earlier awardees are excluded; one person or company may file in one region only.",
        ),
        {},
    ),
    Clause(
        "R-CLEAN",
        Bilingual("诚信守法", "Clean record"),
        Bilingual("申报人遵纪守法、诚实守信，无违法犯罪记录。", "The applicant is honest and has no criminal record."),
        {},
    ),
    Clause(
        "P-PARK",
        Bilingual("留创园企业优先", "Companies in returnee parks"),
        Bilingual(
            "同等条件下向留创园内企业倾斜；不在园内不影响申报。",
            "Companies in returnee parks have priority where all else is equal; others may apply just the same.",
        ),
        {},
        gate=False,
    ),
)

LEVEL_WORDS = {"bachelor": Bilingual("学士", "bachelor's degree"), "master": Bilingual("硕士", "master's degree"),
               "doctor": Bilingual("博士", "doctorate")}  # fmt: skip


def needed() -> tuple[str, ...]:
    """Every policy key that opening a call needs."""
    return (BASIS, *(key for clause in SUPPORT_PLAN for key in clause.figures.values()))


def frozen(cycle: int, figures: Mapping[str, Figure]) -> list[Rule]:
    """The rule set of a cycle. KeyError where a figure is missing: such a call cannot open."""
    return [_frozen(clause, cycle, figures) for clause in SUPPORT_PLAN]


def _frozen(clause: Clause, cycle: int, figures: Mapping[str, Figure]) -> Rule:
    terms = {name: figures[key].value for name, key in clause.figures.items()}
    if "years" in terms:
        # registered on or after 1 January of (cycle year − 3), domain.md §2.2
        terms["since"] = date(cycle - int(terms["years"]), 1, 1).isoformat()
    level = LEVEL_WORDS.get(terms.get("level", ""), Bilingual("", ""))
    slots = terms | {"level_zh": level.zh, "level_en": level.en}
    basis = [figures[key] for key in clause.figures.values()] or [figures[BASIS]]
    return Rule(
        id=clause.id,
        title=clause.title,
        clause=Bilingual(clause.words.zh.format(**slots), clause.words.en.format(**slots)),
        terms=terms,
        source="；".join(dict.fromkeys(one.source for one in basis)),
        version=" ".join(dict.fromkeys(one.version for one in basis)),
        gate=clause.gate,
    )
