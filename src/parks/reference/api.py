"""What is published, for programs: open to everyone with its sources; officers enter the calendar of a year."""

from datetime import date
from typing import Any

from litestar import Controller, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel, ConfigDict, Field

from parks.adapters import clock
from parks.kernel.actor import Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reference import actions, permissions, queries
from parks.reference.rules.fields import FIELDS
from parks.web import access

OPEN = {"access": access.public("published by the state: calendar, divisions, industries, policy values")}
OFFICERS = {"access": access.only(Role.PROGRAMME_OFFICER, Role.SYSTEM_ADMIN)}
ENTERING = {"access": access.only(*permissions.ENTERING)}


class Named(BaseModel):
    """A name in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, name: Bilingual) -> "Named":
        return cls(zh=name.zh, en=name.en)


class DayOut(BaseModel):
    """`provisional` until the year's notice is out."""

    day: date
    works: bool
    name: Named
    provisional: bool
    source: str

    @classmethod
    def of(cls, one: queries.DayView) -> "DayOut":
        return cls(
            day=one.day,
            works=one.works,
            name=Named.of(one.title),
            provisional=one.provisional,
            source=one.source,
        )


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SettledYearIn(Sent):
    """A year as the State Council's notice has it: free days and worked weekends with their holiday; `source` the
    notice's number or title.
    """

    free: dict[date, str] = Field(max_length=366)
    worked: dict[date, str] = Field(default={}, max_length=366)
    source: str = Field(max_length=200)


class SettledDayIn(Sent):
    """One day as its notice has it."""

    works: bool
    name: str = Field(default="", max_length=60)
    source: str = Field(max_length=200)


class CodedOut(BaseModel):
    code: str
    name: Named


class PolicyOut(BaseModel):
    """`until` is the first day on which it no longer holds; `verified` is false for what nobody confirmed."""

    key: str
    locality: str
    value: Any
    since: date
    until: date | None
    source: str
    clause: str
    verified: bool

    @classmethod
    def of(cls, one: queries.PolicyView) -> "PolicyOut":
        return cls(
            key=one.key,
            locality=one.locality,
            value=one.value,
            since=one.since,
            until=one.until,
            source=one.source,
            clause=one.clause,
            verified=one.verified,
        )


class PolicyIn(Sent):
    """`value` as it is typed on the page: a number, a day, several with commas, tiers by line. `until` is the first
    day without it, null until another follows.
    """

    locality: str = Field(default="CN", pattern=r"^(CN|[0-9]{6})$")
    value: str = Field(max_length=5000)
    since: date
    until: date | None = None
    source: str = Field(max_length=300)
    clause: str = Field(default="", max_length=300)


class ReferenceApi(Controller):
    path = "/api/v1/reference"
    tags = ("reference",)

    @get("/calendar", name="api-calendar:show", opt=OPEN, summary="Every day of a year, worked or not")
    async def calendar(self, year: FromQuery[int] = 0) -> list[DayOut]:
        return await _year(year or (await clock.today()).year)

    @put("/calendar/{year:int}/notice", name="api-year:put", opt=OFFICERS, summary="Settle a year by its notice")
    async def settle_year(
        self, request: HTMXRequest, year: FromPath[int], data: JSONBody[SettledYearIn]
    ) -> list[DayOut]:
        """All other days go by their weekday; days that rested on the provisional calendar are reckoned anew."""
        first, last = await queries.years()
        if not first <= year <= last:
            hidden()
        await actions.settle_year(request.user, year, free=data.free, worked=data.worked, source=data.source)
        return await _year(year)

    @put("/calendar/{day:date}", name="api-calendar:put", opt=OFFICERS, summary="Enter one day by its notice")
    async def settle_day(self, request: HTMXRequest, day: FromPath[date], data: JSONBody[SettledDayIn]) -> DayOut:
        await actions.settle_day(request.user, day, works=data.works, name=data.name, source=data.source)
        return DayOut.of(await queries.day(day))

    @get("/regions", name="api-regions:list", opt=OPEN, summary="Divisions under one (none: the provinces), or by name")
    async def regions(
        self, parent: FromQuery[str] = "", former: FromQuery[bool] = False, q: FromQuery[str] = ""
    ) -> list[CodedOut]:
        """With `q` the first twenty whose name, pinyin or code fits, named from the province down."""
        if q:
            finding = await queries.find_regions(q)
            return [CodedOut(code=one.code, name=Named.of(one.name)) for one in finding.found]
        found = await queries.regions(parent.replace("\x00", "")[:6], former=former)
        return [CodedOut(code=one.code, name=Named.of(one.name)) for one in found]

    @get("/industries", name="api-industries:list", opt=OPEN, summary="GB/T 4754-2017, sections and divisions")
    async def industries(self) -> list[CodedOut]:
        return [CodedOut(code=one.code, name=Named.of(one.name)) for one in await queries.industries()]

    @get("/fields", name="api-fields:list", opt=OPEN, summary="The twelve fields of projects and experts")
    async def fields(self) -> list[CodedOut]:
        return [CodedOut(code=key, name=Named.of(name)) for key, name in FIELDS.items()]

    @get("/policies", name="api-policies:list", opt=OPEN, summary="The policy values in force on a day at a place")
    async def policies(self, locality: FromQuery[str] = "CN", on: FromQuery[date | None] = None) -> list[PolicyOut]:
        found = await queries.policies(locality.replace("\x00", "")[:6], on or await clock.today())
        return [PolicyOut.of(one) for one in found]

    @get("/policies/{key:str}", name="api-policies:show", opt=OPEN, summary="Every value there was, the newest first")
    async def history(self, key: FromPath[str], locality: FromQuery[str] = "CN") -> list[PolicyOut]:
        """Of the place and of those above it, the nearest place first."""
        found = await queries.policy_history(key, locality.replace("\x00", "")[:6])
        return [PolicyOut.of(one) for one in found.rows]

    @post("/policies/{key:str}", name="api-policies:post", opt=ENTERING, summary="Enter a new value from its day on")
    async def enter(self, request: HTMXRequest, key: FromPath[str], data: JSONBody[PolicyIn]) -> PolicyOut:
        """What was entered before stays as it is."""
        entry = actions.PolicyEntry(key, data.locality, data.value, data.since, data.until, data.source, data.clause)
        made = await actions.enter_policy(request.user, entry)
        found = await queries.policy_history(key, data.locality)
        return PolicyOut.of(next(one for one in found.rows if one.id == made))


async def _year(number: int) -> list[DayOut]:
    """Empty where the calendar does not reach."""
    first, last = await queries.years()
    return [DayOut.of(one) for one in await queries.year(number)] if first <= number <= last else []
