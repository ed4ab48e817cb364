"""Published facts as others ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reference.permissions import ENTERING
from parks.reference.rules import places
from parks.reference.rules.policy_values import NAMES
from parks.reference.rules.working_days import HOLIDAYS, Calendar


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy value as it holds on one day; `value` as it was written (text for numbers, so that none is rounded)."""

    id: UUID
    key: str
    locality: str
    value: Any
    since: date
    until: date | None
    source: str
    clause: str
    verified: bool

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people say it."""
        return None if self.until is None else self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayView:
    """`name` is the holiday, or the one that the day is worked for, as it was entered."""

    day: date
    works: bool
    name: str
    provisional: bool
    source: str

    @property
    def moved(self) -> bool:
        """Otherwise than its weekday says: a free weekday, or a weekend that is worked."""
        return self.works != (self.day.weekday() < 5)

    @property
    def title(self) -> Bilingual:
        """The name in both languages where we know it."""
        return Bilingual(HOLIDAYS.get(self.name, self.name), self.name)


@dataclass(frozen=True, slots=True)
class Coded:
    """A region or an industry."""

    code: str
    name: Bilingual


async def calendar(start: date, days: int) -> Calendar:
    """The working calendar from `start` for so many days, in one statement."""
    found = await rows(
        "SELECT day, works, provisional FROM reference_calendar_day WHERE day >= $1 AND day <= $2",
        start,
        start + timedelta(days=max(days, 1)),
    )
    return Calendar(
        {one["day"]: one["works"] for one in found}, frozenset(one["day"] for one in found if one["provisional"])
    )


async def year(number: int) -> list[DayView]:
    """All days of a year that the calendar knows."""
    found = await rows(
        "SELECT day, works, name, provisional, source FROM reference_calendar_day"
        " WHERE day >= $1 AND day < $2 ORDER BY day",
        date(number, 1, 1),
        date(number + 1, 1, 1),
    )
    return [DayView(*one.values()) for one in found]


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday, None where a day belongs to another month; the holidays with their days."""

    number: int
    weeks: tuple[tuple[DayView | None, ...], ...]
    holidays: tuple[tuple[Bilingual, tuple[DayView, ...]], ...]
    working: int


def months(days: Sequence[DayView]) -> list[Month]:
    """A year's days as a wall calendar."""
    found = []
    for number, each in groupby(days, key=lambda one: one.day.month):
        of_month = list(each)
        cells: list[DayView | None] = [None] * of_month[0].day.weekday() + of_month
        cells += [None] * (-len(cells) % 7)
        named: dict[str, list[DayView]] = {}
        for one in of_month:
            if one.name:
                named.setdefault(one.name, []).append(one)
        found.append(
            Month(
                number,
                tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
                tuple((of_name[0].title, tuple(of_name)) for of_name in named.values()),
                sum(one.works for one in of_month),
            )
        )
    return found


async def day(on: date) -> DayView:
    """One day. Hidden (404) where the calendar does not reach."""
    found = await row("SELECT day, works, name, provisional, source FROM reference_calendar_day WHERE day = $1", on)
    return DayView(*found.values()) if found else hidden()


async def years() -> tuple[int, int]:
    """The first and the last year of the calendar."""
    found = await row("SELECT min(day) AS first, max(day) AS last FROM reference_calendar_day") or hidden()
    return found["first"].year, found["last"].year


async def policy(key: str, locality: str, on: date) -> PolicyView | None:
    """The value in force on that day at that place: its own, else its city's, its province's, the nation's."""
    found = await row(
        "SELECT id, key, p.locality, value, since, until, source, clause, verified FROM reference_policy_value p"
        " JOIN unnest($2::text[]) WITH ORDINALITY AS near(locality, place) ON near.locality = p.locality"
        " WHERE key = $1 AND since <= $3 AND (until IS NULL OR until > $3) ORDER BY near.place, since DESC LIMIT 1",
        key,
        places.upwards(locality),
        on,
    )
    return PolicyView(**{**found, "value": found["value"]["value"]}) if found else None


async def policies_of(wanted: Sequence[tuple[str, str]], on: date) -> dict[tuple[str, str], PolicyView]:
    """`policy` of many (key, locality) at once, by what was asked; what no value is in force for is left out."""
    asked = [(number, key, near) for number, (key, locality) in enumerate(wanted) for near in places.upwards(locality)]
    found = await rows(
        "SELECT DISTINCT ON (want.number) want.number, id, p.key, p.locality, value, since, until, source, clause,"
        " verified FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS want(number, key, near, place)"
        " JOIN reference_policy_value p ON p.key = want.key AND p.locality = want.near"
        " WHERE since <= $4 AND (until IS NULL OR until > $4) ORDER BY want.number, want.place, since DESC",
        *([one[place] for one in asked] for place in range(3)),
        on,
    )
    return {
        wanted[one["number"]]: PolicyView(
            **{name: value for name, value in one.items() if name not in {"number", "value"}},
            value=one["value"]["value"],
        )
        for one in found
    }


async def policies(locality: str, on: date) -> list[PolicyView]:
    """Every key's value in force on that day at that place, by key."""
    found = await rows(
        "SELECT DISTINCT ON (key) id, key, p.locality, value, since, until, source, clause, verified"
        " FROM reference_policy_value p"
        " JOIN unnest($1::text[]) WITH ORDINALITY AS near(locality, place) ON near.locality = p.locality"
        " WHERE since <= $2 AND (until IS NULL OR until > $2) ORDER BY key, near.place, since DESC",
        places.upwards(locality),
        on,
    )
    return [PolicyView(**{**one, "value": one["value"]["value"]}) for one in found]


@dataclass(frozen=True, slots=True)
class PolicyHistory:
    """One key at one place: every value that was ever entered for it or for a place above, the newest first."""

    key: str
    place: Coded
    rows: tuple[PolicyView, ...]
    names: Mapping[str, Bilingual]

    @property
    def own(self) -> tuple[PolicyView, ...]:
        return tuple(one for one in self.rows if one.locality == self.place.code)


NATION = Coded("CN", Bilingual("全国", "The whole country"))


async def policy_history(key: str, locality: str) -> PolicyHistory:
    """Hidden (404) where the key or the place is unknown. Two statements."""
    near = places.upwards(locality)
    named = await _places(near)
    if key not in NAMES or locality not in named:
        hidden()
    found = await rows(
        "SELECT id, key, locality, value, since, until, source, clause, verified FROM reference_policy_value"
        " WHERE key = $1 AND locality = ANY($2) ORDER BY array_position($2, locality::text), since DESC",
        key,
        near,
    )
    views = tuple(PolicyView(**{**one, "value": one["value"]["value"]}) for one in found)
    return PolicyHistory(key, Coded(locality, named[locality]), views, named)


async def _places(codes: Sequence[str]) -> dict[str, Bilingual]:
    found = await rows(
        "SELECT code, name_zh, COALESCE(NULLIF(name_en, ''), name_zh) AS name_en FROM reference_region"
        " WHERE code = ANY($1)",
        list(codes),
    )
    return {"CN": NATION.name} | {one["code"]: Bilingual(one["name_zh"], one["name_en"]) for one in found}


@dataclass(frozen=True, slots=True)
class PolicyPlaces:
    """`own`: the places with a value of their own, the nation first; `names` of these, of the place and those above."""

    own: tuple[Coded, ...]
    names: Mapping[str, Bilingual]


async def policy_places(locality: str) -> PolicyPlaces:
    """One statement."""
    found = await rows(
        "SELECT r.code, r.name_zh, COALESCE(NULLIF(r.name_en, ''), r.name_zh) AS name_en, p.locality IS NOT NULL AS own"
        " FROM reference_region r LEFT JOIN (SELECT DISTINCT locality FROM reference_policy_value) p"
        " ON p.locality = r.code WHERE p.locality IS NOT NULL OR r.code = ANY($1) ORDER BY r.code",
        places.upwards(locality),
    )
    coded = [(Coded(one["code"], Bilingual(one["name_zh"], one["name_en"])), one["own"]) for one in found]
    names = {"CN": NATION.name} | {one.code: one.name for one, _own in coded}
    return PolicyPlaces((NATION, *(one for one, own in coded if own)), names)


async def enters_for(actor: Actor) -> frozenset[str]:
    """Where the actor is an officer who enters policy values: "CN" and codes of provinces. One statement at most."""
    held = [one.organisation_id for one in actor.held if one.role in ENTERING]
    if not held:
        return frozenset()
    found = await rows(
        "SELECT CASE kind WHEN 'nation' THEN 'CN' ELSE region END AS code FROM organisation"
        " WHERE id = ANY($1) AND (kind = 'nation' OR kind = 'province' AND region <> '')",
        held,
    )
    return frozenset(one["code"] for one in found)


def values_at(prefix: str, region: str) -> str:
    """SQL for a caller's own statement: the values in force today of all keys that begin so, as one JSON object.

    `prefix` and `region` (an SQL expression of six digits, or '') are the caller's own words, never a visitor's; the
    nearest place wins: county, city, province, the nation.
    """
    near = f"ARRAY[{region}, left({region}, 4) || '00', left({region}, 2) || '0000', 'CN']"
    return (
        "SELECT COALESCE(jsonb_object_agg(v.key, v.value -> 'value'), '{}') FROM (SELECT DISTINCT ON (p.key)"
        f" p.key, p.value FROM reference_policy_value p WHERE starts_with(p.key, '{prefix}')"
        f" AND p.since <= parks_today() AND (p.until IS NULL OR p.until > parks_today()) AND p.locality = ANY({near})"
        f" ORDER BY p.key, array_position({near}, p.locality::text), p.since DESC) v"
    )


async def regions(parent: str = "", *, former: bool = False) -> list[Coded]:
    """The divisions right under one: provinces of the empty code, cities of a province, counties of a city.

    `former` adds those whose code is no longer given, which old records still name.
    """
    found = await rows(
        "SELECT code, name_zh, name_en FROM reference_region WHERE parent = $1 AND (current OR $2) ORDER BY code",
        parent,
        former,
    )
    return [Coded(one["code"], Bilingual(one["name_zh"], one["name_en"])) for one in found]


async def region(code: str) -> Coded | None:
    """One division, former ones too."""
    found = await row("SELECT code, name_zh, name_en FROM reference_region WHERE code = $1", code)
    return Coded(found["code"], Bilingual(found["name_zh"], found["name_en"])) if found else None


FOUND = 20
"""How many divisions a search shows; past that it asks for a longer word."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A region to choose: the one chosen so far (named from the province down), and what a search found."""

    words: str
    chosen: Coded | None
    found: tuple[Coded, ...]
    more: bool = False


async def find_regions(words: str, chosen: str = "") -> Finding:
    """Divisions by name, by the name in English (pinyin) or by the first digits of the code, whole names first
    (杭州西湖 finds 杭州市 西湖区).

    One statement. `chosen` is named too, former divisions as well; a code that nobody gave stands for itself.
    """
    asked = "".join(words.replace("\x00", "").split())[:40].lower()
    chosen = chosen.replace("\x00", "")
    listed = await rows(
        "WITH named AS (SELECT r.code, r.level, r.current, r.name_zh, r.name_en,"
        " concat_ws(' ', g.name_zh, p.name_zh, r.name_zh) AS zh,"
        " concat_ws(', ', NULLIF(r.name_en, ''), NULLIF(p.name_en, ''), NULLIF(g.name_en, '')) AS en"
        " FROM reference_region r LEFT JOIN reference_region p ON p.code = r.parent"
        " LEFT JOIN reference_region g ON g.code = p.parent)"
        " (SELECT TRUE AS chosen, code, zh, en FROM named WHERE code = $2)"
        " UNION ALL (SELECT FALSE, code, zh, en FROM named WHERE $1 <> '' AND current AND ("
        "   starts_with(code, $1) OR strpos(replace(zh, ' ', ''), $1) > 0"
        "   OR (length(translate($1, '省市区县', '')) > 2 AND"
        "     strpos(translate(zh, ' 省市区县', ''), translate($1, '省市区县', '')) > 0)"
        "   OR starts_with(lower(replace(name_en, ' ', '')), $1))"
        " ORDER BY name_zh = $1 DESC, starts_with(name_zh, $1) DESC, strpos(name_zh, $1) = 0, level, code LIMIT $3)",
        asked,
        chosen,
        FOUND + 1,
    )
    coded = [(one["chosen"], Coded(one["code"], Bilingual(one["zh"], one["en"] or one["zh"]))) for one in listed]
    kept = next((one for is_chosen, one in coded if is_chosen), None)
    found = [one for is_chosen, one in coded if not is_chosen]
    if kept is None and chosen:
        kept = Coded(chosen, Bilingual(chosen, chosen))
    return Finding(words.replace("\x00", "").strip()[:40], kept, tuple(found[:FOUND]), len(found) > FOUND)


async def named(region_code: str, industry_code: str) -> tuple[Bilingual | None, Bilingual | None]:
    """A region's name from the province down and an industry's; None where the code is not known. One statement.

    Classes of an industry (C3976) are named by their division (C39): the list holds no finer names.
    """
    found = await rows(
        "SELECT 'region' AS kind, concat_ws(' ', g.name_zh, p.name_zh, r.name_zh) AS zh,"
        " concat_ws(', ', NULLIF(r.name_en, ''), NULLIF(p.name_en, ''), NULLIF(g.name_en, '')) AS en"
        " FROM reference_region r LEFT JOIN reference_region p ON p.code = r.parent"
        " LEFT JOIN reference_region g ON g.code = p.parent WHERE r.code = $1"
        " UNION ALL (SELECT 'industry', name_zh, name_en FROM reference_industry WHERE starts_with($2, code)"
        " ORDER BY length(code) DESC LIMIT 1)",
        region_code,
        industry_code,
    )
    by_kind = {one["kind"]: Bilingual(one["zh"], one["en"] or one["zh"]) for one in found}
    return by_kind.get("region"), by_kind.get("industry")


async def industries() -> list[Coded]:
    found = await rows("SELECT code, name_zh, name_en FROM reference_industry ORDER BY code")
    return [Coded(one["code"], Bilingual(one["name_zh"], one["name_en"])) for one in found]


async def code_names() -> dict[str, Bilingual]:
    """Every region's and industry's name by its code, regions from the province down. One statement."""
    found = await rows(
        "SELECT r.code, concat_ws(' ', g.name_zh, p.name_zh, r.name_zh) AS zh,"
        " concat_ws(', ', COALESCE(NULLIF(r.name_en, ''), r.name_zh), p.name_en, g.name_en) AS en"
        " FROM reference_region r LEFT JOIN reference_region p ON p.code = r.parent"
        " LEFT JOIN reference_region g ON g.code = p.parent"
        " UNION ALL SELECT code, name_zh, name_en FROM reference_industry ORDER BY 1"
    )
    return {one["code"]: Bilingual(one["zh"], one["en"]) for one in found}
