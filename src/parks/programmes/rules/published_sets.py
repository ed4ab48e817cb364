"""The rule sets that Parks begins with: data with their sources, to be used as they are or copied and changed.

They hold the sentences of the notices; the figures come from `reference` (locality, dates, source) wherever a notice
of ours gives one. Loading them is `actions.rule_sets.load`, which adds a version when one of them changes here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parks.kernel.words import Bilingual
from parks.programmes.rules.rule_sets import RuleDef, RuleSetDef, TermDef, Words

BASIS = "policy.isp.rules"
"""The policy key whose source stands for the clauses that carry no figure of their own."""


@dataclass(frozen=True, slots=True)
class PublishedSet:
    key: str
    title: Bilingual
    definition: RuleSetDef


def _rule(rule_id: str, title: tuple[str, str], clause: tuple[str, str], check: str = "", **more: Any) -> RuleDef:
    return RuleDef(
        id=rule_id,
        title=Words(zh=title[0], en=title[1]),
        clause=Words(zh=clause[0], en=clause[1]),
        check=check,
        **more,
    )


def _figures(**keys: str) -> Mapping[str, TermDef]:
    return {name: TermDef(policy=key) for name, key in keys.items()}


def _values(**values: str) -> Mapping[str, TermDef]:
    return {name: TermDef(value=value) for name, value in values.items()}


LEGAL = _rule(
    "R-LEGAL",
    ("法定代表人", "Legal representative"),
    ("申报人须为所创办企业的法定代表人。", "The applicant is the legal representative of the company founded."),
    "legal_representative",
    source_key=BASIS,
)

DEGREE = _rule(
    "R-DEGREE",
    ("学历学位", "Degree"),
    (
        "申报人须在国（境）外取得{level_zh}及以上学位，或有不少于{months}个月的国（境）外博士后研究经历。",
        (
            "The applicant holds an overseas {level_en} or higher, or has been a postdoc abroad for at least {months}"
            " months."
        ),
    ),
    any_of=True,
    parts=(
        _rule(
            "R-DEGREE.1",
            ("国（境）外学位", "Degree from abroad"),
            ("在国（境）外取得{level_zh}及以上学位。", "An overseas {level_en} or higher."),
            "degree",
            terms=_figures(level="isp.degree.level"),
        ),
        _rule(
            "R-DEGREE.2",
            ("国（境）外博士后", "Postdoc abroad"),
            ("国（境）外博士后研究经历不少于{months}个月。", "At least {months} months as a postdoc abroad."),
            "postdoc",
            terms=_figures(months="isp.degree.postdoc_months"),
        ),
    ),
)

IP = _rule(
    "R-IP",
    ("自主知识产权", "Own intellectual property"),
    ("企业须拥有自主知识产权。", "The company owns intellectual property of its own."),
    "ip",
    terms=_values(count="1"),
    source_key=BASIS,
)

AGE = _rule(
    "R-AGE",
    ("企业成立时间", "Age of the company"),
    ("企业须于{since}（含）以后注册成立。", "The company was registered on or after {since}."),
    "registered_since",
    terms=_figures(years="isp.age.years"),
)

SHARE = _rule(
    "R-SHARE",
    ("申报人出资比例", "The applicant's contribution"),
    (
        "申报人个人出资须占企业注册资本的{percent}%以上（含{percent}%）。",
        "The applicant contributes at least {percent}% of the registered capital.",
    ),
    "share",
    terms=_figures(percent="isp.share.percent"),
)

FULL_TIME = _rule(
    "R-FULLTIME",
    ("全职回国", "Back full-time"),
    ("申报人已全职回国创业，未在国（境）外任职。", "The applicant is back full-time and holds no post abroad."),
    "full_time",
    source_key=BASIS,
)

ONCE = _rule(
    "R-ONCE",
    ("不重复支持、不多地申报", "Once only, one region only"),
    (
        "以往已入选者不再支持；同一申报人、同一企业不得在两个及以上地区同时申报。",
        "Earlier awardees are excluded; one person or company may file in one region only.",
    ),
    "once",
    source_key=BASIS,
)

CLEAN = _rule(
    "R-CLEAN",
    ("诚信守法", "Clean record"),
    ("申报人遵纪守法、诚实守信，无违法犯罪记录。", "The applicant is honest and has no criminal record."),
    "clean",
    source_key=BASIS,
)

PARK = _rule(
    "P-PARK",
    ("留创园企业优先", "Companies in returnee parks"),
    (
        "同等条件下向留创园内企业倾斜；不在园内不影响申报。",
        "Companies in returnee parks have priority where all else is equal; others may apply just the same.",
    ),
    "in_park",
    gate=False,
    source_key=BASIS,
)

SUPPORT_PLAN = RuleSetDef(rules=(LEGAL, DEGREE, IP, AGE, SHARE, FULL_TIME, ONCE, CLEAN, PARK))
"""The national rules of the 2023 and 2025 cycles (domain.md §2.2)."""

CAPITAL = _rule(
    "R-CAPITAL",
    ("货币出资", "Capital in cash"),
    ("企业货币出资不低于{amount}元。", "At least {amount} yuan of the capital were contributed in cash."),
    "cash_capital",
    terms=_figures(amount="isp.capital.cash"),
)

SICHUAN = RuleSetDef(rules=(LEGAL, DEGREE, IP, AGE, CAPITAL, SHARE, FULL_TIME, ONCE, CLEAN, PARK))
"""Sichuan keeps the capital in cash that the nation dropped (domain.md §2.2, R-CAPITAL)."""

TWICE = _rule(
    "R-ONCE",
    ("最多两次支持、不多地申报", "Two grants at most, one region only"),
    (
        "同一申报人累计获得支持不超过{count}次；同一申报人、同一企业不得在两个及以上地区同时申报。",
        "One person is supported at most {count} times; one person or company may file in one region only.",
    ),
    parts=(
        _rule(
            "R-ONCE.1",
            ("累计次数", "Over a lifetime"),
            ("累计获得支持不超过{count}次（含本次）。", "At most {count} grants over a lifetime, this one included."),
            "grants",
            terms=_values(count="2"),
            source="重庆市留学人员回国创业创新支持计划实施办法（转载）",
        ),
        _rule(
            "R-ONCE.2",
            ("不多地申报", "One region only"),
            ("不得在两个及以上地区同时申报。", "Filed in one region only."),
            "one_region",
            source="重庆市留学人员回国创业创新支持计划实施办法（转载）",
        ),
    ),
)

CHONGQING = RuleSetDef(rules=(LEGAL, DEGREE, IP, AGE, SHARE, FULL_TIME, TWICE, CLEAN, PARK))
"""Chongqing supports one person at most twice over a lifetime (domain.md §2.3)."""

ZONE = "山西转型综改示范区留学人员认定办法（转载）"

RETURNEE = RuleSetDef(
    rules=(
        _rule(
            "R-RETURNEE",
            ("留学人员身份", "Who counts as a returnee"),
            (
                "符合下列之一：国（境）外学位；国内学位加国（境）外研修；港澳台学习经历；国（境）外永久居留权。",
                (
                    "A degree from abroad; a domestic degree with time abroad; study in Hong Kong, Macao or Taiwan;"
                    " or permanent residence abroad."
                ),
            ),
            any_of=True,
            parts=(
                _rule(
                    "R-RETURNEE.1",
                    ("国（境）外硕士及以上", "Master's or higher from abroad"),
                    ("在国（境）外取得{level_zh}及以上学位。", "An overseas {level_en} or higher."),
                    "degree",
                    terms=_values(level="master"),
                    source=ZONE,
                ),
                _rule(
                    "R-RETURNEE.2",
                    ("世界前500名高校学士", "Bachelor's of a world top-500 university"),
                    (
                        "在世界排名前500名的国（境）外高校取得学士学位。",
                        "A bachelor's degree of an overseas university among the world's first 500.",
                    ),
                    parts=(
                        _rule(
                            "R-RETURNEE.2.1",
                            ("国（境）外学士", "Bachelor's from abroad"),
                            ("在国（境）外取得{level_zh}及以上学位。", "An overseas {level_en} or higher."),
                            "degree",
                            terms=_values(level="bachelor"),
                            source=ZONE,
                        ),
                        _rule(
                            "R-RETURNEE.2.2",
                            ("高校排名", "Rank of the university"),
                            (
                                "授予学位的高校位列世界前500名。",
                                "The university is among the world's first 500.",
                            ),
                            "people",
                            source=ZONE,
                        ),
                    ),
                ),
                _rule(
                    "R-RETURNEE.3",
                    ("国内学位加研修经历", "Domestic degree and time abroad"),
                    (
                        "国内{level_zh}及以上学位，并在国（境）外学习或工作不少于{months}个月。",
                        "A domestic {level_en} or higher, and at least {months} months of study or work abroad.",
                    ),
                    parts=(
                        _rule(
                            "R-RETURNEE.3.1",
                            ("国内学位", "Domestic degree"),
                            ("国内{level_zh}及以上学位。", "A domestic {level_en} or higher."),
                            "domestic_degree",
                            terms=_values(level="master"),
                            source=ZONE,
                        ),
                        _rule(
                            "R-RETURNEE.3.2",
                            ("国（境）外时间", "Time abroad"),
                            ("国（境）外学习或工作不少于{months}个月。", "At least {months} months abroad."),
                            "abroad",
                            terms=_values(months="12"),
                            source=ZONE,
                        ),
                    ),
                ),
                _rule(
                    "R-RETURNEE.4",
                    ("港澳台学习", "Study in Hong Kong, Macao or Taiwan"),
                    (
                        "在香港、澳门或台湾地区取得{level_zh}及以上学位。",
                        "A {level_en} or higher from Hong Kong, Macao or Taiwan.",
                    ),
                    "degree_hmt",
                    terms=_values(level="bachelor"),
                    source=ZONE,
                ),
                _rule(
                    "R-RETURNEE.5",
                    ("国（境）外永久居留权", "Permanent residence abroad"),
                    ("已取得国（境）外永久居留权。", "Permanent residence abroad."),
                    "people",
                    source=ZONE,
                ),
            ),
        ),
    )
)
"""Who counts as a returnee differs by place (domain.md §2.8): a group to copy and change."""

PUBLISHED = (
    PublishedSet("isp", Bilingual("启动支持计划申报条件", "Conditions of the Support Plan"), SUPPORT_PLAN),
    PublishedSet("isp_510000", Bilingual("四川省启动支持计划申报条件", "Conditions in Sichuan"), SICHUAN),
    PublishedSet("isp_500000", Bilingual("重庆市创业创新支持计划申报条件", "Conditions in Chongqing"), CHONGQING),
    PublishedSet("returnee", Bilingual("留学人员身份认定", "Who counts as a returnee"), RETURNEE),
)
