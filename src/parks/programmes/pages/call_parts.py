"""The parts of a call as forms: what each shows now, and how what was typed becomes one of the actions' plans."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid
from parks.kernel.money import Money
from parks.kernel.words import Bilingual, _
from parks.programmes import forms
from parks.programmes.actions import call_setup
from parks.programmes.actions.calls import TierPlan
from parks.programmes.queries.call_setup import Setup
from parks.programmes.rules.call_parts import KINDS, Material
from parks.programmes.rules.ladder import DEFAULT, NAMES, OFFICER, Ladder, Rung
from parks.programmes.rules.tranches import MOST, TierTranche
from parks.programmes.states import Level
from parks.web.forms import Form, parse
from parks.web.language import BEIJING

TIER_FIELDS = ("key", "zh", "en", "amount", "places")
PART_FIELDS = ("percent", "months", "zh", "en")
"""What a row of a tier's own table holds: a part of its grant. A field is `part-{tier}-{row}-percent`."""
SPARE_PARTS = 2
MATERIAL_FIELDS = ("kind", "tier", "zh", "en", "question")
ROWS = {"tiers": (TIER_FIELDS, 3, 20), "materials": (MATERIAL_FIELDS, 4, 50)}
"""For the parts that are lists: what a row holds, how many empty ones are offered, how many there can be."""


def rows_shown(part: str, values: Mapping[str, Any]) -> range:
    """The numbers of the rows that the part's page shows: those that hold something, and a few empty ones."""
    if part not in ROWS:
        return range(0)
    _fields, spare, most = ROWS[part]
    return range(1, min(max(rows_filled(part, values), default=0) + spare, most) + 1)


def rows_filled(part: str, values: Mapping[str, Any]) -> list[int]:
    """The numbers of the rows in which something was typed, be it in a table of theirs."""
    fields, _spare, most = ROWS[part]
    return [
        n
        for n in range(1, most + 1)
        if any(_text(values, f"{name}-{n}") for name in fields) or (part == "tiers" and parts_filled(values, n))
    ]


def parts_shown(values: Mapping[str, Any], tier: int) -> range:
    """The rows of a tier's table of parts: those that hold something, and two empty ones."""
    return range(1, min(max(parts_filled(values, tier), default=0) + SPARE_PARTS, MOST) + 1)


def parts_filled(values: Mapping[str, Any], tier: int) -> list[int]:
    return [n for n in range(1, MOST + 1) if any(_text(values, f"part-{tier}-{n}-{name}") for name in PART_FIELDS)]


def usual_tiers(found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The tiers that are usual somewhere (the policy value `isp.tiers`), as the form shows them."""
    return {name: value for place, one in enumerate(found, start=1) for name, value in (
        (f"key-{place}", one["key"]), (f"zh-{place}", one["zh"]), (f"en-{place}", one["en"]),
        (f"amount-{place}", one["amount"]), (f"places-{place}", ""),
        *_parts(place, [TierTranche.of(each) for each in one["tranches"]]))}  # fmt: skip


def _parts(tier: int, tranches: Iterable[TierTranche]) -> Iterator[tuple[str, str]]:
    """The rows of a tier's table of parts; `_tranches` reads them."""
    for n, one in enumerate(tranches, start=1):
        yield f"part-{tier}-{n}-percent", f"{one.percent:f}"
        yield f"part-{tier}-{n}-months", str(one.months)
        yield f"part-{tier}-{n}-zh", one.condition.zh
        yield f"part-{tier}-{n}-en", one.condition.en


def known(setup: Setup, part: str) -> dict[str, Any]:
    """What the part holds now, as its form shows it."""
    call = setup.call
    match part:
        case "basics":
            return {"title_zh": call.title.zh, "title_en": call.title.en,
                    "region": "" if setup.locality == "CN" else setup.locality,
                    "contact": call.contact, "minutes_needed": call.minutes_needed}  # fmt: skip
        case "dates":
            opens, closes = call.opens_at.astimezone(BEIJING), call.closes_at.astimezone(BEIJING)
            return {"opens_day": f"{opens:%Y-%m-%d}", "opens_time": f"{opens:%H:%M}",
                    "closes_day": f"{closes:%Y-%m-%d}", "closes_time": f"{closes:%H:%M}",
                    "sealed": call.sealed}  # fmt: skip
        case "form":
            return {"questionnaire": str(call.questionnaire_id or ""), "certified": call.certified}
        case "rules":
            return {"rule_set": str(setup.rule_set or "")}
        case "review":
            return {"rubric": str(setup.rubric or "")}
        case "notice":
            return {"correction_days": call.correction_days, "notice_days": call.notice_days,
                    "include_start_day": call.include_start_day}  # fmt: skip
        case "tiers":
            return {name: value for place, one in enumerate(call.tiers, start=1) for name, value in (
                (f"key-{place}", one.key), (f"zh-{place}", one.name.zh), (f"en-{place}", one.name.en),
                (f"amount-{place}", f"{one.amount.amount}"),
                (f"places-{place}", "" if one.places is None else one.places),
                *_parts(place, one.tranches),
            )}  # fmt: skip
        case "materials":
            return {name: value for place, one in enumerate(call.materials, start=1) for name, value in (
                (f"kind-{place}", one.kind), (f"tier-{place}", one.tier), (f"zh-{place}", one.title.zh),
                (f"en-{place}", one.title.en), (f"required-{place}", one.required),
                (f"question-{place}", one.question))}  # fmt: skip
        case "ladder":
            return _ladder_values(call.ladder)
    return {}


def _ladder_values(ladder: Ladder) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for level in NAMES:
        rung = ladder.rung(level)
        shown = rung or DEFAULT.rung(level)
        name = f"ladder-{level.value}"
        values[name] = rung is not None
        if shown is not None:
            values |= {f"{name}-days": shown.days, f"{name}-quota": "" if shown.quota is None else shown.quota,
                       f"{name}-ranks": shown.ranks, f"{name}-scores": shown.scores,
                       f"{name}-zh": shown.checks.zh, f"{name}-en": shown.checks.en}  # fmt: skip
    return values


# Saving: each reads its part, tells the action, and answers the form with what is wrong ----------------------------

Values = Mapping[str, Any]


async def _save_basics(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    """`region` is chosen by a search for its name; left open it is the whole country."""
    form = parse(forms.CallBasics, {**values, "locality": _text(values, "region") or "CN"})
    if "locality" in form.errors:
        form.errors["region"] = form.errors.pop("locality")
    if _text(values, "_q") and not _text(values, "region"):
        form.errors["region"] = _("Choose one of the places found, or empty the search.")
    if form.ok:
        one = form.data
        plan = call_setup.Basics(Bilingual(one.title_zh, one.title_en), one.locality, one.contact, one.minutes_needed)
        try:
            await call_setup.set_basics(actor, call_id, plan)
        except Invalid as refusal:
            said = {"region" if name == "locality" else name: text for name, text in refusal.fields.items()}
            raise Invalid(refusal.reason, said) from refusal
    return form


async def _save_dates(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    form = parse(forms.CallDates, dict(values))
    if form.ok:
        one = form.data
        opens = datetime.combine(one.opens_day, one.opens_time, BEIJING)
        closes = datetime.combine(one.closes_day, one.closes_time, BEIJING)
        try:
            await call_setup.set_dates(actor, call_id, call_setup.Dates(opens, closes, one.sealed))
        except Invalid as refusal:  # the moment is two fields here: its day and its time
            said = {"closes_day" if name == "closes_at" else name: text for name, text in refusal.fields.items()}
            raise Invalid(refusal.reason, said) from refusal
    return form


async def _save_form(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    form = parse(forms.CallForm, dict(values))
    if form.ok:
        await call_setup.set_form(actor, call_id, form.data.questionnaire, certified=form.data.certified)
    return form


async def _save_rules(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    form = parse(forms.CallRules, dict(values))
    if form.ok:
        await call_setup.set_rules(actor, call_id, form.data.rule_set)
    return form


async def _save_review(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    form = parse(forms.CallReview, dict(values))
    if form.ok:
        await call_setup.set_review(actor, call_id, form.data.rubric)
    return form


async def _save_notice(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    form = parse(forms.CallNotice, dict(values))
    if form.ok:
        one = form.data
        plan = call_setup.Notice(one.correction_days, one.notice_days, one.include_start_day)
        await call_setup.set_notice(actor, call_id, plan)
    return form


async def _save_tiers(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    tiers, form = [], Form[Any](values=dict(values))
    rows = rows_filled("tiers", values)
    for n in rows:
        line = parse(forms.TierLine, {name: _text(values, f"{name}-{n}") for name in TIER_FIELDS})
        form.errors |= {f"{name}-{n}": said for name, said in line.errors.items()}
        parts = _tranches(values, n)
        if parts is None:
            form.errors[f"tranches-{n}"] = _(
                "Fill each part in whole: its percent and months as numbers, its condition in both languages."
            )
        elif line.ok:
            one = line.data
            tiers.append(TierPlan(one.key, Bilingual(one.zh, one.en), Money(one.amount), one.places, parts))
    if not form.errors:
        with _where_typed(rows):
            await call_setup.set_tiers(actor, call_id, tiers)
    return form


@contextmanager
def _where_typed(rows: Sequence[int]) -> Iterator[None]:
    """An action counts what it was given; the page counts its rows, and some of them may be empty."""
    try:
        yield
    except Invalid as refusal:
        fields = {}
        for name, said in refusal.fields.items():
            field, _dash, place = name.rpartition("-")
            fields[f"{field}-{rows[int(place) - 1]}" if field and place.isdigit() else name] = said
        raise Invalid(refusal.reason, fields) from refusal


def _tranches(values: Values, tier: int) -> list[TierTranche] | None:
    """The rows of a tier's table of parts; None where one is not whole."""
    found = []
    for n in parts_filled(values, tier):
        percent, months, zh, en = (_text(values, f"part-{tier}-{n}-{name}") for name in PART_FIELDS)
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?%?", percent) or not re.fullmatch(r"[0-9]{1,3}", months or "0"):
            return None
        if not zh or not en:
            return None
        found.append(TierTranche(Decimal(percent.rstrip("%")), Bilingual(zh[:300], en[:300]), int(months or 0)))
    return found


async def _save_materials(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    found, form = [], Form[Any](values=dict(values))
    rows = rows_filled("materials", values)
    for n in rows:
        zh, en = _text(values, f"zh-{n}"), _text(values, f"en-{n}")
        if not zh or not en:
            form.errors[f"zh-{n}" if not zh else f"en-{n}"] = _("Write it in both languages.")
        elif _text(values, f"kind-{n}") not in KINDS:
            form.errors[f"kind-{n}"] = _("Choose one of the options.")
        else:
            found.append(
                Material(
                    values[f"kind-{n}"],
                    Bilingual(zh[:200], en[:200]),
                    _text(values, f"tier-{n}")[:30],
                    required=bool(_text(values, f"required-{n}")),
                    question=_text(values, f"question-{n}")[:60],
                )
            )
    if not form.errors:
        with _where_typed(rows):
            await call_setup.set_materials(actor, call_id, found)
    return form


async def _save_ladder(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    rungs, form = [], Form[Any](values=dict(values))
    for level in Level:
        name = f"ladder-{level.value}"
        if level not in NAMES or not _text(values, name):
            continue
        days, quota = _text(values, f"{name}-days"), _text(values, f"{name}-quota")
        if not days.isdigit() or (quota and not quota.isdigit()):
            form.errors[f"{name}-days" if not days.isdigit() else f"{name}-quota"] = _("This is not a number.")
            continue
        checks = Bilingual(_text(values, f"{name}-zh")[:300], _text(values, f"{name}-en")[:300])
        rungs.append(
            Rung(level, OFFICER[level], checks, int(days), int(quota) if quota else None,
                 bool(_text(values, f"{name}-ranks")), bool(_text(values, f"{name}-scores")))
        )  # fmt: skip
    if not form.errors:
        await call_setup.set_ladder(actor, call_id, Ladder(tuple(rungs)))
    return form


async def _save_quotas(actor: Actor, call_id: UUID, values: Values) -> Form[Any]:
    form = Form[Any](values=dict(values))
    places: dict[UUID, int] = {}
    for office, typed in forms.by_application(values, "quota-").items():
        if typed.strip().isdigit() and len(typed.strip()) < 5:
            places[office] = int(typed)
        else:
            form.errors[f"quota-{office}"] = _("This is not a number.")
    if not form.errors:
        await call_setup.set_quotas(actor, call_id, places)
    return form


def _text(values: Values, name: str) -> str:
    return str(values.get(name, "")).strip()


SAVE: Mapping[str, Callable[[Actor, UUID, Values], Awaitable[Form[Any]]]] = {
    "basics": _save_basics,
    "dates": _save_dates,
    "form": _save_form,
    "rules": _save_rules,
    "materials": _save_materials,
    "ladder": _save_ladder,
    "quotas": _save_quotas,
    "review": _save_review,
    "tiers": _save_tiers,
    "notice": _save_notice,
}
