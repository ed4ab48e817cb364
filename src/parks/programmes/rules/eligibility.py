"""Eligibility, three-valued: met, not met, not known yet; a rule is checked by itself or is a group of rules.

A call freezes its rules when it opens (`rule_sets.frozen`): clause, figures, source and version stand in the call for
ever. A finding carries the clause and the very fact it rests on. What is not known is never taken for met, and
learning more never turns a finding round except from "not known yet" (Kleene's logic; tests hold it).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from parks.kernel.money import Money
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.rules.evidence import Asset, Degree, Elsewhere, Evidence, Share, Standing
from parks.programmes.rules.predicates import LEVELS, PREDICATES

__all__ = [
    "LEVELS",
    "Asset",
    "Degree",
    "Elsewhere",
    "Evidence",
    "Finding",
    "Rule",
    "Share",
    "Standing",
    "Waived",
    "findings",
    "standing",
    "stored_finding",
]

FORMER = {
    "R-LEGAL": "legal_representative",
    "R-IP": "ip",
    "R-AGE": "registered_since",
    "R-SHARE": "share",
    "R-FULLTIME": "full_time",
    "R-ONCE": "once",
    "R-CLEAN": "clean",
    "P-PARK": "in_park",
}
"""What the rules of calls that were opened before rule sets were data check, by their id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a call froze it. `terms` are its figures; `gate` False is a bonus that never shuts anyone out.

    `check` names one of the listed predicates; a group has `parts` instead, of which all are needed, or with `any_of`
    one is enough.
    """

    id: str
    title: Bilingual
    clause: Bilingual
    terms: Mapping[str, str]
    source: str
    version: str
    gate: bool = True
    check: str = ""
    parts: tuple["Rule", ...] = ()
    any_of: bool = False

    def stored(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title.stored(),
            "clause": self.clause.stored(),
            "terms": dict(self.terms),
            "source": self.source,
            "version": self.version,
            "gate": self.gate,
            "check": self.check,
            "parts": [one.stored() for one in self.parts],
            "any_of": self.any_of,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rule":
        rule = cls(
            id=stored["id"],
            title=Bilingual.of(stored["title"]),
            clause=Bilingual.of(stored["clause"]),
            terms=stored["terms"],
            source=stored["source"],
            version=stored["version"],
            gate=stored["gate"],
            check=stored.get("check", FORMER.get(stored["id"], "")),
            parts=tuple(cls.of(one) for one in stored.get("parts", ())),
            any_of=stored.get("any_of", False),
        )
        return _former_degree(rule) if "check" not in stored and rule.id == "R-DEGREE" else rule

    @property
    def leaves(self) -> Iterator["Rule"]:
        """The rules that are checked, itself where it is no group."""
        if not self.parts:
            yield self
        for one in self.parts:
            yield from one.leaves


def _former_degree(rule: Rule) -> Rule:
    """R-DEGREE as one rule with two figures, as it was frozen at first: the same alternatives as a group."""
    months = {"months": rule.terms["postdoc_months"]}
    return replace(
        rule,
        any_of=True,
        parts=(
            replace(rule, id="R-DEGREE.1", terms={"level": rule.terms["level"]}, check="degree"),
            replace(rule, id="R-DEGREE.2", terms=months, check="postdoc"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Waived:
    """An officer's recorded decision that a rule shall not count for one application."""

    reason: str
    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one application: the fact it rests on, where that was entered, and how to change it."""

    rule: Rule
    standing: Standing
    fact: Text
    entered: Text
    url: str = ""
    advice: Text | None = None
    parts: tuple["Finding", ...] = field(default=())
    waived: Waived | None = None

    def stored(self) -> dict[str, Any]:
        return {
            "rule": self.rule.id,
            "standing": self.standing.value,
            "fact": _stored_text(self.fact),
            "entered": _stored_text(self.entered),
            "parts": [one.stored() for one in self.parts],
        }


def findings(rules: Sequence[Rule], evidence: Evidence) -> list[Finding]:
    """Every rule of the call against what is known; what this house cannot check is left to the officers."""
    return [_found(rule, evidence) for rule in rules]


def _found(rule: Rule, evidence: Evidence) -> Finding:
    if rule.parts:
        return _group(rule, tuple(_found(one, evidence) for one in rule.parts))
    predicate = PREDICATES.get(rule.check, PREDICATES["people"])
    standing, fact = predicate.look(rule.terms, evidence)
    return Finding(rule, standing, fact, predicate.entered, evidence.urls.get(predicate.url, ""), predicate.advice)


def _group(rule: Rule, parts: tuple[Finding, ...]) -> Finding:
    """A group rests on the part that decides it: the first that is met, or that keeps it from being met."""
    of = any_of if rule.any_of else all_of
    outcome = of([one.standing for one in parts])
    deciding = next(one for one in parts if one.standing is outcome)
    fact = deciding.fact
    if rule.any_of and outcome is not Standing.MET:
        fact = NONE_YET if outcome is Standing.NOT_KNOWN else NONE
    return Finding(rule, outcome, fact, deciding.entered, deciding.url, deciding.advice, parts)


NONE = _("None of the ways to meet this is met by what is on record.")
NONE_YET = _("None of the ways to meet this is on record for certain yet.")


def all_of(parts: Sequence[Standing]) -> Standing:
    """Kleene's and: one not met outweighs all, one not known keeps it open."""
    if Standing.NOT_MET in parts:
        return Standing.NOT_MET
    return Standing.NOT_KNOWN if Standing.NOT_KNOWN in parts else Standing.MET


def any_of(parts: Sequence[Standing]) -> Standing:
    """Kleene's or: one met is enough, one not known keeps it open."""
    if Standing.MET in parts:
        return Standing.MET
    return Standing.NOT_KNOWN if Standing.NOT_KNOWN in parts else Standing.NOT_MET


def standing(found: Sequence[Finding]) -> Standing:
    """All gates together; a rule that was waived counts no more."""
    return all_of([one.standing for one in found if one.rule.gate and one.waived is None])


def with_waivers(found: Sequence[Finding], waived: Mapping[str, Waived]) -> list[Finding]:
    """The findings with the decision beside each rule that was waived; the finding itself stays as it is."""
    return [replace(one, waived=waived.get(one.rule.id)) for one in found]


def stored_finding(stored: Mapping[str, Any], rules: Sequence[Rule], url: str = "") -> Finding | None:
    """A finding as a submission froze it; None where the call knows no such rule."""
    rule = next((one for one in rules if one.id == stored["rule"]), None)
    if rule is None:
        return None
    parts = (stored_finding(one, rule.parts) for one in stored.get("parts", ()))
    return Finding(
        rule,
        Standing(stored["standing"]),
        _read_text(stored["fact"]),
        _read_text(stored["entered"]),
        url,
        parts=tuple(one for one in parts if one is not None),
    )


FORMER_SENTENCES = (
    _("No overseas master's degree, doctorate or year as a postdoc is on record yet."),
    _("What is on record is less: no overseas master's degree, doctorate or year as a postdoc."),
)
"""No longer said, but frozen into what was sent before: their translations must stay."""


def _stored_text(text: Text) -> dict[str, Any]:
    return {"msgid": text.msgid, "values": {name: _stored_value(value) for name, value in text.values.items()}}


def _stored_value(value: Any) -> Any:
    match value:
        case Text():
            return {"text": _stored_text(value)}
        case Bilingual():
            return {"words": value.stored()}
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case date():
            return {"day": value.isoformat()}
        case int():
            return value
        case _:
            return str(value)


def _read_text(stored: Mapping[str, Any]) -> Text:
    return Text(stored["msgid"], {name: _read_value(value) for name, value in stored["values"].items()})


def _read_value(value: Any) -> Any:
    match value:
        case {"text": text}:
            return _read_text(text)
        case {"words": words}:
            return Bilingual.of(words)
        case {"amount": amount, "currency": currency}:
            return Money(Decimal(amount), currency)
        case {"day": day}:
            return date.fromisoformat(day)
        case _:
            return value
