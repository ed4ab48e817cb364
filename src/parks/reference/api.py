"""What is published, for programs: read only, open to everyone, with its sources."""

from datetime import date
from typing import Any

from litestar import Controller, get
from litestar.params import FromQuery
from pydantic import BaseModel

from parks.adapters import clock
from parks.kernel.words import Bilingual
from parks.reference import queries
from parks.reference.rules.fields import FIELDS
from parks.web import access

OPEN = {"access": access.public("published by the state: calendar, divisions, industries, policy values")}


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


class ReferenceApi(Controller):
    path = "/api/v1/reference"
    tags = ("reference",)

    @get("/calendar", name="api-calendar:show", opt=OPEN, summary="Every day of a year, worked or not")
    async def calendar(self, year: FromQuery[int] = 0) -> list[DayOut]:
        shown = year or (await clock.today()).year
        first, last = await queries.years()
        days = await queries.year(shown) if first <= shown <= last else []
        return [
            DayOut(
                day=one.day,
                works=one.works,
                name=Named.of(one.title),
                provisional=one.provisional,
                source=one.source,
            )
            for one in days
        ]

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
        return [
            PolicyOut(
                key=one.key,
                locality=one.locality,
                value=one.value,
                since=one.since,
                until=one.until,
                source=one.source,
                clause=one.clause,
                verified=one.verified,
            )
            for one in found
        ]
