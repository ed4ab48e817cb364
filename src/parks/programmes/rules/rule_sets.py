"""Rule sets as data: what officers write, what the checker says of it, and what a call freezes out of it.

A definition is a list of rules. A rule checks one of the listed predicates with its figures, or is a group of rules of
which all, or any one, must be met. A figure is a policy key of `reference` (asked at the call's locality, or at one of
its own) or a value that stands in the rule itself, with its source. Words may carry `{figure}` slots.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from parks.kernel.errors import Invalid
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.rules.eligibility import Rule
from parks.programmes.rules.predicates import IP_KINDS, LEVELS, PREDICATES, Predicate, Term

DEEPEST = 3
"""A group in a group in a rule is as deep as a clause that people can still read."""

MOST_RULES = 60

Plain = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
RuleId = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Z]-[A-Z0-9.-]{1,18}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Part):
    zh: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""


class TermDef(_Part):
    """One figure: a policy key, asked at the call's locality unless one is named; or its value."""

    policy: Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_.]{1,59})?$")] = ""
    locality: Annotated[str, StringConstraints(pattern=r"^(CN|\d{6})?$")] = ""
    value: Plain = ""


class RuleDef(_Part):
    """One rule as it is written. `source` in words, or `source_key` for the source of a policy value."""

    id: RuleId
    title: Words
    clause: Words
    source: Plain = ""
    source_key: Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_.]{1,59})?$")] = ""
    since: date | None = None
    until: date | None = None
    gate: bool = True
    check: str = ""
    terms: Mapping[str, TermDef] = Field(default_factory=dict)
    any_of: bool = False
    parts: tuple["RuleDef", ...] = ()

    @property
    def group(self) -> bool:
        return self.check == ""

    @property
    def predicate(self) -> Predicate | None:
        return PREDICATES.get(self.check)

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class RuleSetDef(_Part):
    rules: Annotated[tuple[RuleDef, ...], Field(max_length=MOST_RULES)] = ()

    def stored(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    def everything(self) -> Iterator[tuple[RuleDef, int]]:
        """Every rule and part with its depth, as they are read."""
        yield from _everything(self.rules, 1)


def _everything(rules: Iterable[RuleDef], depth: int) -> Iterator[tuple[RuleDef, int]]:
    for one in rules:
        yield one, depth
        yield from _everything(one.parts, depth + 1)


def read(stored: Any) -> RuleSetDef:
    """A definition out of stored or imported JSON. Invalid (422) where it has another shape."""
    try:
        return RuleSetDef.model_validate(stored)
    except ValidationError as error:
        first = error.errors()[0]
        place = " › ".join(str(part) for part in first["loc"])
        raise Invalid(_("This is not a rule set: look at “{place}”.", place=place)) from error


# The checker -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps a rule from being published; `rule` empty for the set as a whole."""

    rule: str
    text: Text


SLOT = re.compile(r"\{(\w+)\}")


def gaps(definition: RuleSetDef) -> list[Gap]:
    """Everything that keeps a definition from being published, in the order of the rules."""
    found: list[Gap] = []
    if not any(one.gate for one in definition.rules):
        found.append(Gap("", _("There is no condition yet: add at least one rule that is no bonus.")))
    seen: set[str] = set()
    for rule, depth in definition.everything():
        if rule.id in seen:
            found.append(Gap(rule.id, _("“{id}” is given twice.", id=rule.id)))
        seen.add(rule.id)
        found += [Gap(rule.id, text) for text in _gaps_of(rule, depth)]
    return found


def _gaps_of(rule: RuleDef, depth: int) -> Iterator[Text]:
    if depth > DEEPEST:
        yield _("This group is nested too deeply to be read.")
    for words, name in ((rule.title, _("the title")), (rule.clause, _("the clause"))):
        for text, language in ((words.zh, _("Chinese")), (words.en, _("English"))):
            if not text:
                yield _("{what} is missing in {language}.", what=name, language=language)
    if rule.since and rule.until and rule.until <= rule.since:
        yield _("It ends after it begins.")
    if depth > 1 and not rule.gate:
        yield _("A part of a group cannot be a bonus.")
    yield from _gaps_of_group(rule) if rule.group else _gaps_of_check(rule)
    named = set(SLOT.findall(f"{rule.clause.zh} {rule.clause.en}"))
    for slot in sorted(named - slots_of(rule)):
        yield _("“{slot}” in the clause is no figure of this rule.", slot=slot)


def _gaps_of_group(rule: RuleDef) -> Iterator[Text]:
    if rule.terms:
        yield _("A group has no figures of its own.")
    if len(rule.parts) < 2:
        yield _("A group needs at least two parts.")


def _gaps_of_check(rule: RuleDef) -> Iterator[Text]:
    predicate = rule.predicate
    if predicate is None:
        yield _("Say what this rule checks.")
        return
    if rule.parts:
        yield _("A rule checks something itself or has parts, not both.")
    if predicate.never_gate and rule.gate:
        yield _("Being in a park is a bonus and never a condition.")
    if not (rule.source or rule.source_key or any(one.policy for one in rule.terms.values())):
        yield _("Name the source: the notice that says so.")
    wanted = {one.name: one for one in predicate.terms}
    for name in sorted(set(rule.terms) - set(wanted)):
        yield _("“{name}” is no figure of this check.", name=name)
    for name, term in wanted.items():
        given = rule.terms.get(name, TermDef())
        if given.policy and given.value:
            yield _("{figure}: name a policy value or write the figure, not both.", figure=term.label)
        elif given.value:
            if not fits(term, given.value):
                yield _("{figure}: “{value}” is no such figure.", figure=term.label, value=given.value)
        elif not given.policy and term.kind != "kinds":
            yield _("{figure}: name a policy value or write the figure.", figure=term.label)


def fits(term: Term, value: str) -> bool:
    """Whether a figure is of its kind."""
    match term.kind:
        case "whole":
            return value.isascii() and value.isdigit() and int(value) <= 1200
        case "level":
            return value in LEVELS
        case "kinds":
            return set(value.split()) <= set(IP_KINDS)
        case _:
            number = _decimal(value)
            top = Decimal(100) if term.kind == "percent" else Decimal(10) ** 13
            return number is not None and 0 < number <= top


def _decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def slots_of(rule: RuleDef) -> set[str]:
    """What `{…}` in the words of this rule may name: its figures, and those of its parts."""
    found: set[str] = set()
    for one, _depth in _everything((rule,), 1):
        for term in one.predicate.terms if one.predicate else ():
            found |= {f"{term.name}_zh", f"{term.name}_en"} if term.kind == "level" else {term.name}
        if one.check == "registered_since":
            found.add("since")
    return found


# What a call freezes -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A policy value as it stood at opening."""

    value: str
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A policy value that opening needs; `locality` empty for the call's own."""

    key: str
    locality: str = ""


def needed(definition: RuleSetDef, on: date | None = None) -> tuple[Needed, ...]:
    """Every policy value that opening a call with these rules needs (on that day), each once."""
    found: dict[Needed, None] = {}
    for rule, _depth in _everything(_in_force(definition.rules, on), 1):
        for term in rule.terms.values():
            if term.policy:
                found[Needed(term.policy, term.locality)] = None
        if rule.source_key:
            found[Needed(rule.source_key)] = None
    return tuple(found)


def _in_force(rules: Iterable[RuleDef], on: date | None) -> Iterator[RuleDef]:
    """The rules of that day; a group whose parts are all out of force goes with them."""
    for one in rules:
        if on is not None and not one.in_force(on):
            continue
        parts = tuple(_in_force(one.parts, on))
        if one.group and not parts:
            continue
        yield one.model_copy(update={"parts": parts})


def frozen(definition: RuleSetDef, cycle: int, on: date, figures: Mapping[Needed, Figure], edition: str) -> list[Rule]:
    """The rules of a cycle as they stand on that day. KeyError where a figure is missing: such a call cannot open."""
    return [_frozen(one, cycle, figures, edition) for one in _in_force(definition.rules, on)]


def _frozen(rule: RuleDef, cycle: int, figures: Mapping[Needed, Figure], edition: str) -> Rule:
    parts = tuple(_frozen(one, cycle, figures, edition) for one in rule.parts)
    used = [figures[Needed(term.policy, term.locality)] for term in rule.terms.values() if term.policy]
    if rule.source_key:
        used.append(figures[Needed(rule.source_key)])
    terms = _terms(rule, cycle, figures)
    slots = _slots(rule, terms) | {name: value for one in reversed(parts) for name, value in _slots_of_part(one)}
    sources = [rule.source, *(one.source for one in used), *(one.source for one in parts)]
    versions = [one.version for one in used] + [one.version for one in parts]
    return Rule(
        id=rule.id,
        title=Bilingual(rule.title.zh, rule.title.en),
        clause=Bilingual(_filled(rule.clause.zh, slots), _filled(rule.clause.en, slots)),
        terms=terms,
        source="；".join(dict.fromkeys(one for one in sources if one)),
        version=" ".join(dict.fromkeys(" ".join(versions).split())) or edition,
        gate=rule.gate,
        check=rule.check,
        parts=parts,
        any_of=rule.any_of,
    )


def _terms(rule: RuleDef, cycle: int, figures: Mapping[Needed, Figure]) -> dict[str, str]:
    terms = {
        name: figures[Needed(term.policy, term.locality)].value if term.policy else term.value
        for name, term in rule.terms.items()
    }
    if rule.check == "registered_since":
        # registered on or after 1 January of (cycle year − 3), domain.md §2.2
        terms["since"] = date(cycle - int(terms["years"]), 1, 1).isoformat()
    return terms


def _slots(rule: RuleDef, terms: Mapping[str, str]) -> dict[str, str]:
    kinds = {one.name: one.kind for one in rule.predicate.terms} if rule.predicate else {}
    return dict(_shown(terms, kinds))


def _slots_of_part(part: Rule) -> Iterator[tuple[str, str]]:
    for leaf in part.leaves:
        predicate = PREDICATES.get(leaf.check)
        yield from _shown(leaf.terms, {one.name: one.kind for one in predicate.terms} if predicate else {})


def _shown(terms: Mapping[str, str], kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in terms.items():
        if kinds.get(name) == "level":
            level = LEVEL_WORDS[value]
            yield f"{name}_zh", level.zh
            yield f"{name}_en", level.en
        elif kinds.get(name) == "amount":
            yield name, f"{Decimal(value):,.2f}".removesuffix(".00")
        else:
            yield name, value


LEVEL_WORDS = {"bachelor": Bilingual("学士", "bachelor's degree"), "master": Bilingual("硕士", "master's degree"),
               "doctor": Bilingual("博士", "doctorate")}  # fmt: skip


def _filled(words: str, slots: Mapping[str, str]) -> str:
    """Slots filled by name alone: what officers write is never run as a format."""
    return SLOT.sub(lambda found: slots.get(found[1], found[0]), words)


# Editing: each answers a new definition ------------------------------------------------------------------------------


def find(definition: RuleSetDef, rule_id: str) -> RuleDef | None:
    return next((one for one, _depth in definition.everything() if one.id == rule_id), None)


def put(definition: RuleSetDef, rule: RuleDef, *, was: str = "", within: str = "") -> RuleSetDef:
    """The definition with this rule instead of the one called `was`, or added at the end (of the group `within`)."""
    if was:
        return RuleSetDef(rules=tuple(_replaced(definition.rules, was, rule)))
    if within:
        return RuleSetDef(rules=tuple(_added(definition.rules, within, rule)))
    return RuleSetDef(rules=(*definition.rules, rule))


def _replaced(rules: Sequence[RuleDef], was: str, rule: RuleDef) -> Iterator[RuleDef]:
    for one in rules:
        yield rule if one.id == was else one.model_copy(update={"parts": tuple(_replaced(one.parts, was, rule))})


def _added(rules: Sequence[RuleDef], within: str, rule: RuleDef) -> Iterator[RuleDef]:
    for one in rules:
        parts = tuple(_added(one.parts, within, rule))
        yield one.model_copy(update={"parts": (*parts, rule) if one.id == within else parts})


def without(definition: RuleSetDef, rule_id: str) -> RuleSetDef:
    """The definition without this rule or part, and what lies below it."""
    return RuleSetDef(rules=tuple(_without(definition.rules, rule_id)))


def _without(rules: Sequence[RuleDef], rule_id: str) -> Iterator[RuleDef]:
    for one in rules:
        if one.id != rule_id:
            yield one.model_copy(update={"parts": tuple(_without(one.parts, rule_id))})


def moved(definition: RuleSetDef, rule_id: str) -> RuleSetDef:
    """The definition with this rule one place further up among its neighbours."""
    return RuleSetDef(rules=_moved(definition.rules, rule_id))


def _moved(rules: Sequence[RuleDef], rule_id: str) -> tuple[RuleDef, ...]:
    ids = [one.id for one in rules]
    if rule_id in ids:
        place = ids.index(rule_id)
        order = list(rules)
        if place:
            order[place - 1], order[place] = order[place], order[place - 1]
        return tuple(order)
    return tuple(one.model_copy(update={"parts": _moved(one.parts, rule_id)}) for one in rules)
