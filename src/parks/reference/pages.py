"""What the state publishes, for all: `/calendar`, whose days officers enter once the State Council's notice is out,
`/regions`, where a division is found by its name, and `/policies`, the policy values by place.
"""

from datetime import date, timedelta
from typing import Any

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.adapters import clock
from parks.adapters.clock import BEIJING
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid, SaidError, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.reference import actions, permissions, queries
from parks.reference.forms import EnteredPolicy, SettledDay, SettledYear, Worked
from parks.reference.rules import notices, policy_values
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

DIVISIONS = {"access": access.public("divisions and their codes are a national standard")}
OPEN = {"access": access.public("the working calendar is the State Council's own notice")}
OFFICERS = {"access": access.only(Role.PROGRAMME_OFFICER, Role.SYSTEM_ADMIN)}
EDIT = "reference/calendar/edit.html"


class CalendarPages(Controller):
    path = "/calendar"
    include_in_schema = False

    @get(name="calendar:show", opt=OPEN)
    async def show(self, request: HTMXRequest, year: FromQuery[int] = 0) -> Response[Any]:
        first, last = await queries.years()
        shown = year or (await clock.today()).year
        if not first <= shown <= last:
            hidden()
        days = await queries.year(shown)
        return screen(
            request,
            "reference/calendar/show.html",
            year=shown,
            first=first,
            last=last,
            months=queries.months(days),
            provisional=any(one.provisional for one in days),
            working=sum(one.works for one in days),
            sources=sorted({one.source for one in days}),
            can_edit=bool(permissions.may_settle(request.user)),
        )

    @get("/{year:int}/notice", name="year:edit", opt=OFFICERS)
    async def edit_year(self, request: HTMXRequest, year: FromPath[int]) -> Response[Any]:
        """The year as it is known, to be entered as the State Council's notice has it."""
        require(permissions.may_settle(request.user))
        known = await _known(year)
        typed = {
            "free": notices.written((one.day, one.title.zh) for one in known if one.name and not one.works),
            "worked": notices.written((one.day, one.title.zh) for one in known if one.moved and one.works),
        }
        return _year(request, year, known, forms.blank(typed))

    @put("/{year:int}/notice", name="year:put", opt=OFFICERS, status_code=303)
    async def settle_year(self, request: HTMXRequest, year: FromPath[int]) -> Response[Any]:
        known = await _known(year)
        form = await forms.read(request, SettledYear)
        days: dict[str, dict[date, str]] = {}
        for name in ("free", "worked") if form.ok else ():
            try:
                days[name] = notices.read_days(getattr(form.data, name))
            except SaidError as error:
                form.refuse(Invalid(fields={name: error.text}))
        if form.ok:
            try:
                await actions.settle_year(
                    request.user, year, free=days["free"], worked=days["worked"], source=form.data.source
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(
                    request,
                    f"/calendar?year={year}",
                    flash=_("The year is settled. Days that rested on the provisional calendar are reckoned anew."),
                )
        return _year(request, year, known, form, status=422)

    @get("/{day:date}", name="calendar:edit", opt=OFFICERS)
    async def edit(self, request: HTMXRequest, day: FromPath[date]) -> Response[Any]:
        known = await queries.day(day)
        works = Worked.YES if known.works else Worked.NO
        return _form(request, known, forms.blank({"works": works.value, "name": known.name}))

    @put("/{day:date}", name="calendar:put", opt=OFFICERS, status_code=303)
    async def settle(self, request: HTMXRequest, day: FromPath[date]) -> Response[Any]:
        form = await forms.read(request, SettledDay)
        if form.ok:
            try:
                await actions.settle_day(
                    request.user,
                    day,
                    works=form.data.works is Worked.YES,
                    name=form.data.name,
                    source=form.data.source,
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(request, f"/calendar?year={day.year}", flash=_("Entered. Deadlines count by it now."))
        return _form(request, await queries.day(day), form, status=422)


def _form(request: HTMXRequest, day: queries.DayView, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    choices = [Choice(Worked.YES.value, _("A working day")), Choice(Worked.NO.value, _("A free day"))]
    return screen(request, EDIT, status=status, day=day, form=form, choices=choices)


async def _known(year: int) -> list[queries.DayView]:
    """Hidden (404) where the calendar does not reach."""
    first, last = await queries.years()
    return await queries.year(year) if first <= year <= last else hidden()


def _year(
    request: HTMXRequest, year: int, known: list[queries.DayView], form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    provisional = any(one.provisional for one in known)
    told: dict[str, Any] = {"year": year, "provisional": provisional, "form": form}
    return screen(request, "reference/calendar/year.html", None, status=status, **told)


class RegionPages(Controller):
    path = "/regions"
    include_in_schema = False

    @get(name="regions:index", opt=DIVISIONS)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        """The search as a page of its own; forms ask for the fragment and hand in what is chosen so far."""
        asked = request.query_params
        code = asked.get("region", "")
        finding = await queries.find_regions(
            str(asked.get("_q") or asked.get("q", "")), code if code.isdecimal() else ""
        )
        return screen(request, "reference/regions/index.html", "reference/regions/_found.html", finding=finding)


PUBLISHED = {"access": access.public("what the state publishes: policy values with their dates and sources")}
ENTERING = {"access": access.only(*permissions.ENTERING)}


class PolicyPages(Controller):
    path = "/policies"
    include_in_schema = False

    @get(name="policies:index", opt=PUBLISHED)
    async def index(
        self, request: HTMXRequest, region: FromQuery[str] = "CN", q: FromQuery[str] = "", on: FromQuery[str] = ""
    ) -> Response[Any]:
        """What is in force at a place, with the place that each value comes from."""
        place = _place(region)
        now = request.scope["state"]["now"]  # known of whoever is signed in: the look-up of the session brought it
        day = _day(on) or (now.astimezone(BEIJING).date() if now else await clock.today())
        known = await queries.policy_places(place)
        return screen(
            request,
            "reference/policies/index.html",
            locality=place,  # `place` is the reader's own, in the head of the page
            on=day,
            values=await queries.policies(place, day),
            known=known,
            finding=await queries.find_regions(q, "" if place == "CN" else place),
            form=forms.blank({"_q": q, "region": place, "on": f"{day}"}),
            rules=policy_values,
        )

    @get("/{key:str}", name="policies:show", opt=PUBLISHED)
    async def show(self, request: HTMXRequest, key: FromPath[str], region: FromQuery[str] = "CN") -> Response[Any]:
        """Every value there was, and what may follow."""
        place = _place(region)
        found = await queries.policy_history(key, place)
        entering = permissions.may_enter_policy(place, await queries.enters_for(request.user))
        return screen(request, "reference/policies/show.html", found=found, entering=entering, rules=policy_values)

    @get("/{key:str}/new", name="policies:new", opt=ENTERING)
    async def new(self, request: HTMXRequest, key: FromPath[str], region: FromQuery[str] = "CN") -> Response[Any]:
        place = _place(region)
        found = await queries.policy_history(key, place)
        require(permissions.may_enter_policy(place, await queries.enters_for(request.user)))
        last = found.rows[0] if found.rows else None
        return _policy(request, found, forms.blank({"value": policy_values.written(key, last.value) if last else ""}))

    @post("/{key:str}", name="policies:post", opt=ENTERING)
    async def enter(self, request: HTMXRequest, key: FromPath[str], region: FromQuery[str] = "CN") -> Response[Any]:
        place = _place(region)
        form = await forms.read(request, EnteredPolicy)
        if form.ok:
            one = form.data
            until = one.until + timedelta(days=1) if one.until else None
            entry = actions.PolicyEntry(key, place, one.value, one.since, until, one.source, one.clause)
            try:
                await actions.enter_policy(request.user, entry)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(
                    request,
                    f"/policies/{key}?region={place}",
                    _("Entered. It counts from its first day; calls that are open keep the value they froze."),
                )
        return _policy(request, await queries.policy_history(key, place), form, 422)


def _policy(
    request: HTMXRequest, found: queries.PolicyHistory, form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    return screen(request, "reference/policies/edit.html", status=status, found=found, form=form, rules=policy_values)


def _place(region: str) -> str:
    """Six digits, or the nation; whatever else was written into the address is not there."""
    if region in {"", "CN"}:
        return "CN"
    return region if len(region) == 6 and region.isascii() and region.isdigit() else hidden()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
