"""Pages and fragments: one answer for htmx, the whole page for everyone else.

Two Jinja environments, one a language, so that `_()` costs nothing at render time and macros need no context.
"""

import base64
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.connection import Request
from litestar.enums import MediaType
from litestar.response import Redirect
from markupsafe import Markup

from parks import paths
from parks.adapters import tokens
from parks.kernel.actor import ANONYMOUS, Actor, Role
from parks.kernel.words import Bilingual, Text, _
from parks.settings import settings
from parks.web import assets, icons, language
from parks.web.folding import FoldingEnvironment, fingerprint
from parks.web.paging import CAP, ListState

FLASH = "parks_flash"

HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,  # it would write a style element, which our CSP forbids
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,  # pages of applications do not stay behind in the browser's storage
        "responseHandling": [
            {"code": "(204|304)", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "(403|404|409|422)", "swap": True},
            # anything else says what happened above the page and leaves what was typed where it is
            {"code": "[45]..", "swap": True, "error": True, "target": "#alerts", "swapOverride": "innerHTML"},
        ],
    },
    separators=(",", ":"),
)

ROLE_NAMES: Mapping[Role, Text] = {
    Role.FOUNDER: _("Founder"),
    Role.PARK_MANAGER: _("Park manager"),
    Role.CITY_OFFICER: _("City officer"),
    Role.PROVINCE_OFFICER: _("Province officer"),
    Role.PROGRAMME_OFFICER: _("Programme officer"),
    Role.EXPERT: _("Expert"),
    Role.AUDITOR: _("Auditor"),
    Role.SYSTEM_ADMIN: _("System administrator"),
}


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: what is remembered by them is found at once
class NavItem:
    """A door in the side navigation; shown where any of the roles is held (none: to every signed-in person).

    Doors of one `group` stand beside each other in the app's list; the group is named where the menu is long.
    """

    label: Text | Bilingual
    url: str
    icon: str
    roles: frozenset[Role] = frozenset()
    founders_only: bool = False
    group: Text | None = None


_nav: list[NavItem] = []


def furnish(nav: Sequence[NavItem]) -> None:
    """Called once by the app, which alone knows every context."""
    _nav[:] = nav
    _nav_of.cache_clear()


def _compiled(lang: str) -> FileSystemBytecodeCache | None:
    """What former processes compiled (seconds, for all pages), where there is a folder of our own to keep it."""
    folder = settings().template_cache
    if folder is None:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folded = fingerprint(sorted(language.catalogue().items()), sorted(one.name for one in assets.all_assets().values()))
    return FileSystemBytecodeCache(str(folder), f"{lang}-{folded}-%s.cache")


@cache
def environment(lang: str) -> FoldingEnvironment:
    """The templates in one language. Undefined names are errors: a page never shows a hole."""

    def say(text: Any, /, **values: Any) -> str:
        if isinstance(text, str):
            text = Text(text, values)
        return language.translate(text, lang)

    made = FoldingEnvironment(
        fold={"_": say, "icon": icons.icon, "asset": assets.url},
        sentence=lambda text: language.translate(Text(text), lang),
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=800,
        bytecode_cache=_compiled(lang),
    )
    made.globals.update(
        lang=lang,
        html_lang=language.HTML_LANG[lang],
        demo=settings().demo,
        base_url=settings().base_url.rstrip("/"),
        htmx_config=Markup(HTMX_CONFIG),  # quotes and no apostrophe, between apostrophes
        cap=CAP,
        doors=lambda nav, here: _doors(lang, nav, *_before(nav, here)),
        drawn=lambda part, page, *more: _drawn(lang, part, page.state, page.total, *more),
        line=lambda template, row, *more: _line(lang, template, row, *more),
        query=lambda **values: urlencode({k: v for k, v in values.items() if v not in (None, "")}, doseq=True),
    )
    made.filters.update(
        by_group=lambda nav: [list(items) for _group, items in groupby(nav, key=lambda one: one.group)],
        say=language.speaker(lang),
        day=lambda value: language.day(value, lang) if value else "",
        moment=lambda value: language.moment(value, lang) if value else "",
        stamp=lambda value: language.stamp(value, lang) if value else "",
        money=lambda value: language.money(value) if value is not None else "",
        wan=lambda value: language.money_wan(value, lang) if value is not None else "",
        number=lambda value, places=None: language.number(value, places),
        figure=lambda value: language.number(value, 0 if value == int(value) else None),
    )
    return made


def language_of(request: Request[Any, Any, Any]) -> str:
    """As the session says; where no route was found (and no session read), as the cookie or the browser says."""
    found = request.scope.get("state", {}).get("language") or request.cookies.get("lang")
    if found in language.LANGUAGES:
        return str(found)
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def _page_context(request: Request[Any, Any, Any]) -> dict[str, Any]:
    actor: Actor = request.scope.get("user") or ANONYMOUS
    state: Mapping[str, Any] = request.scope.get("state", {})
    mark = str(state.get("form_mark", ""))
    return {
        "me": actor,
        "signed_in": actor.via != "anonymous",
        "nav": () if actor.via == "anonymous" else _nav_of(frozenset(one.role for one in actor.held)),
        "here": request.scope["path"],
        "now": state.get("now"),
        "csrf": Markup(f'<input type="hidden" name="_csrf" value="{mark}">'),
        "csrf_mark": mark,
        "request_id": state.get("request_id", ""),
        "density": _density(actor),
        "flash": _flash(request),
        "theme": request.cookies.get("theme", ""),
        "large_print": request.cookies.get("print") == "large",
        "keys_on": request.cookies.get("keys") != "off",
        "roles": _role_names(actor),
        "place": state.get("place"),
    }


def _role_names(actor: Actor) -> list[Text]:
    if actor.via == "anonymous":
        return []
    return list(dict.fromkeys(ROLE_NAMES[one.role] for one in actor.held)) or [ROLE_NAMES[Role.FOUNDER]]


@cache
def _nav_of(roles: frozenset[Role]) -> tuple[NavItem, ...]:
    """The doors of those who hold these roles; who holds none is a founder."""
    return tuple(one for one in _nav if (not roles if one.founders_only else not one.roles or roles & one.roles))


def _before(nav: Sequence[NavItem], here: str) -> tuple[frozenset[str], str]:
    """The doors that a reader stands in, and the one that the page itself is behind."""
    inside = frozenset(one.url for one in nav if here.startswith(one.url) and here[len(one.url) :][:1] in ("", "/"))
    return inside, here if here in inside else ""


@lru_cache(maxsize=1_000)
def _doors(lang: str, nav: tuple[NavItem, ...], inside: frozenset[str], here: str) -> Markup:
    """The menu, which stands on every page twice: it hangs on its arguments and on nothing else (docs/adr/0055)."""
    return Markup(environment(lang).get_template("layouts/doors.html").render(nav=nav, inside=inside, here=here))


@lru_cache(maxsize=500)
def _drawn(lang: str, part: str, view: ListState, found: int, *more: Any) -> Markup:
    """The search bar or the column heads of a list: a third of a list page's time, the same at every reading."""
    return Markup(getattr(environment(lang).get_template("ui/list_head.html").module, part)(view, found, *more))


@lru_cache(maxsize=10_000)
def _line(lang: str, template: str, row: Hashable, *more: Hashable) -> Markup:
    """A row of a long list: the newest stand on many readers' pages, and on each of them again at every look.

    What is drawn hangs on the row's values, on which columns are shown and on the language: a changed value is another
    row. Under a kilobyte each.
    """
    return Markup(environment(lang).get_template(template).module.line(row, *more))  # type: ignore[attr-defined]  # its macro


def _density(actor: Actor) -> str:
    if actor.has(Role.EXPERT):
        return "expert"
    return "officer" if actor.held else "founder"


def render(request: Request[Any, Any, Any], template: str, **context: Any) -> str:
    """The template's text in the reader's language."""
    return environment(language_of(request)).get_template(template).render(_page_context(request) | context)


def screen(
    request: Request[Any, Any, Any],
    page: str,
    fragment: str | None = None,
    /,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """The fragment for htmx (unless it restores history), the whole page for everyone else."""
    partial = bool(request.headers.get("hx-request")) and not request.headers.get("hx-history-restore-request")
    text = render(request, fragment if partial and fragment else page, **context)
    answer = Response(text, media_type=MediaType.HTML, status_code=status, headers={"vary": "HX-Request"})
    for name, value in (headers or {}).items():
        answer.set_header(name, value)
    if request.cookies.get(FLASH) and not partial:
        answer.delete_cookie(FLASH)
    return answer


def see_other(request: Request[Any, Any, Any], url: str, flash: Text | None = None) -> Response[Any]:
    """After a change: 303 for a form, `HX-Redirect` for htmx; the flash is shown on the next page."""
    answer: Response[Any]
    if request.headers.get("hx-request"):
        answer = Response("", media_type=MediaType.HTML, status_code=200, headers={"hx-redirect": url})
    else:
        answer = Redirect(url, status_code=303)
    if flash is not None:
        answer.set_cookie(FLASH, _packed(flash), max_age=60, httponly=True, samesite="lax", secure=settings().https)
    return answer


def _packed(flash: Text) -> str:
    body = base64.urlsafe_b64encode(json.dumps(_written(flash)).encode()).decode()
    return f"{body}.{tokens.seal('flash', body)}"


def _written(value: Any) -> Any:
    """What a sentence is made of, as JSON: sentences and names inside it are still said in the reader's language."""
    match value:
        case Text():
            return [value.msgid, {name: _written(one) for name, one in value.values.items()}]
        case Bilingual():
            return value.stored()
    return str(value)


def _flash(request: Request[Any, Any, Any]) -> Text | None:
    body, _dot, mark = request.cookies.get(FLASH, "").partition(".")
    if not body or not tokens.sealed("flash", body, mark):
        return None
    found: Text = _read(json.loads(base64.urlsafe_b64decode(body)))
    return found


def _read(written: Any) -> Any:
    match written:
        case [msgid, values]:
            return Text(msgid, {name: _read(one) for name, one in values.items()})
        case dict():
            return Bilingual.of(written)
    return written


@dataclass(frozen=True, slots=True)
class Crumb:
    label: Text | Bilingual | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list: no `url` = it cannot be started yet; tone `success` = done, shown in plain words."""

    label: Any
    url: str
    status: Any
    tone: str = "neutral"
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a timeline: when, who (a name, a role, or nobody) and what in a short sentence."""

    at: datetime
    who: Any
    text: Any


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a select or of radios."""

    value: str
    label: Any
    hint: Any = ""
    selected: bool = False
    children: tuple["Choice", ...] = field(default=())
