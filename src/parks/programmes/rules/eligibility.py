"""The eligibility rules of domain.md §2.2, three-valued: met, not met, not known yet.

A call freezes its rules when it opens (`frozen`): clause, terms, source and version stand in the call for ever. A
finding carries the clause and the very fact it rests on. What is not known is never taken for met, and learning
more never turns a finding round except from "not known yet" (Kleene's logic; tests hold it).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from parks.kernel.words import Bilingual, Text, _


class Standing(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a call froze it. `terms` are its figures; `gate` False is a bonus that never shuts anyone out."""

    id: str
    title: Bilingual
    clause: Bilingual
    terms: Mapping[str, str]
    source: str
    version: str
    gate: bool = True

    def stored(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title.stored(),
            "clause": self.clause.stored(),
            "terms": dict(self.terms),
            "source": self.source,
            "version": self.version,
            "gate": self.gate,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Rule":
        return cls(
            id=stored["id"],
            title=Bilingual.of(stored["title"]),
            clause=Bilingual.of(stored["clause"]),
            terms=stored["terms"],
            source=stored["source"],
            version=stored["version"],
            gate=stored["gate"],
        )


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree earned abroad; `level` is bachelor, master or doctor."""

    level: str
    institution: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One contribution to the registered capital; `amount` None where it was not entered yet."""

    holder: str
    by_applicant: bool
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another filing or an earlier award of the same person or company; `place` is a region, never a name."""

    kind: str  # award · filing
    year: int
    place: Bilingual


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules rest on; None is "nobody has said yet". `urls` say where each was entered, by rule id."""

    legal_representative: bool | None = None
    degrees: tuple[Degree, ...] | None = None
    postdoc_months: int | None = None
    ip_assets: tuple[str, ...] | None = None
    registered_on: date | None = None
    shares: tuple[Share, ...] | None = None
    full_time: bool | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    person_known: bool = False
    clean_record: bool | None = None
    in_park: bool | None = None
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one application: the fact it rests on, where that was entered, and how to change it."""

    rule: Rule
    standing: Standing
    fact: Text
    entered: Text
    url: str = ""

    def stored(self) -> dict[str, Any]:
        return {
            "rule": self.rule.id,
            "standing": self.standing.value,
            "fact": _stored_text(self.fact),
            "entered": _stored_text(self.entered),
        }


def findings(rules: Sequence[Rule], evidence: Evidence) -> list[Finding]:
    """Every rule of the call against what is known; rules unknown to this house are left to the officers."""
    return [_found(rule, evidence) for rule in rules]


def _found(rule: Rule, evidence: Evidence) -> Finding:
    entered = ENTERED.get(rule.id, _("To be checked by the officers"))
    look = CHECKS.get(rule.id)
    if look is None:
        return Finding(rule, Standing.NOT_KNOWN, _("This is checked by people."), entered)
    standing, fact = look(rule.terms, evidence)
    return Finding(rule, standing, fact, entered, evidence.urls.get(rule.id, ""))


def _yes_no(value: bool | None, yes: Text, no: Text, unknown: Text) -> tuple[Standing, Text]:
    if value is None:
        return Standing.NOT_KNOWN, unknown
    return (Standing.MET, yes) if value else (Standing.NOT_MET, no)


def _legal(_terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    return _yes_no(
        evidence.legal_representative,
        _("The applicant is the legal representative of the company."),
        _("The legal representative on record is someone else."),
        _("The company record does not name its legal representative yet."),
    )


LEVELS = ("bachelor", "master", "doctor")


def _degree(terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    enough = LEVELS[LEVELS.index(terms["level"]) :]
    for degree in evidence.degrees or ():
        if degree.level in enough:
            return Standing.MET, _(
                "{degree}, {institution}", degree=DEGREES[degree.level], institution=degree.institution
            )
    months = int(terms["postdoc_months"])
    if evidence.postdoc_months is not None and evidence.postdoc_months >= months:
        return Standing.MET, _("{months} months as a postdoc abroad", months=evidence.postdoc_months)
    if evidence.degrees is None or evidence.postdoc_months is None:
        return Standing.NOT_KNOWN, _("No overseas master's degree, doctorate or year as a postdoc is on record yet.")
    return Standing.NOT_MET, _(
        "What is on record is less: no overseas master's degree, doctorate or year as a postdoc."
    )


DEGREES = {"bachelor": _("Bachelor's degree"), "master": _("Master's degree"), "doctor": _("Doctorate")}


def _ip(_terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    if not evidence.ip_assets:
        return Standing.NOT_KNOWN, _("No intellectual property is on record yet.")
    first, more = evidence.ip_assets[0], len(evidence.ip_assets) - 1
    if more:
        return Standing.MET, _("{asset} and {more} more", asset=first, more=more)
    return Standing.MET, _("{asset}", asset=first)


def _age(terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    if evidence.registered_on is None:
        return Standing.NOT_KNOWN, _("The date of registration is not on record yet.")
    fact = _("Registered on {day}", day=evidence.registered_on)
    met = evidence.registered_on >= date.fromisoformat(terms["since"])
    return (Standing.MET if met else Standing.NOT_MET), fact


def _share(terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    """Σ of the applicant's contributions over Σ of all, unrounded; a missing amount leaves it open."""
    shares = evidence.shares
    if not shares or any(one.amount is None for one in shares):
        return Standing.NOT_KNOWN, _("The shareholders' contributions are not all on record yet.")
    total = sum((one.amount or Decimal(0) for one in shares), Decimal(0))
    own = sum((one.amount or Decimal(0) for one in shares if one.by_applicant), Decimal(0))
    if total <= 0:
        return Standing.NOT_KNOWN, _("The shareholders' contributions are not all on record yet.")
    percent = (own / total * 100).quantize(Decimal("0.01"))
    met = own * 100 >= total * Decimal(terms["percent"])
    return (Standing.MET if met else Standing.NOT_MET), _(
        "The applicant contributes {percent}% of the registered capital", percent=f"{percent.normalize():f}"
    )


def _full_time(_terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    return _yes_no(
        evidence.full_time,
        _("The applicant has declared to be back full-time, with no post abroad."),
        _("The applicant has declared not to be back full-time."),
        _("The declaration has not been given yet."),
    )


def _once(_terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    for one in evidence.elsewhere:
        if one.kind == "award":
            return Standing.NOT_MET, _("Supported before: {year}, {place}", year=one.year, place=one.place)
        return Standing.NOT_MET, _("Also filed elsewhere for {year}: {place}", year=one.year, place=one.place)
    if not evidence.person_known:
        return Standing.NOT_KNOWN, _(
            "The applicant's identity number is not on record yet, so nothing can be compared."
        )
    return Standing.MET, _("No earlier award and no other filing of this person or company was found.")


def _clean(_terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    return _yes_no(
        evidence.clean_record,
        _("The applicant has declared a clean record."),
        _("The applicant has declared a record that the officers must look at."),
        _("The declaration has not been given yet."),
    )


def _park(_terms: Mapping[str, str], evidence: Evidence) -> tuple[Standing, Text]:
    return _yes_no(
        evidence.in_park,
        _("The company is in a returnee park."),
        _("The company is not in a returnee park."),
        _("No park has been chosen yet."),
    )


CHECKS: Mapping[str, Callable[[Mapping[str, str], Evidence], tuple[Standing, Text]]] = {
    "R-LEGAL": _legal,
    "R-DEGREE": _degree,
    "R-IP": _ip,
    "R-AGE": _age,
    "R-SHARE": _share,
    "R-FULLTIME": _full_time,
    "R-ONCE": _once,
    "R-CLEAN": _clean,
    "P-PARK": _park,
}

RECORD = _("Entered in the company record")
DECLARED = _("Declared in the application")

ENTERED: Mapping[str, Text] = {
    "R-LEGAL": RECORD,
    "R-DEGREE": RECORD,
    "R-IP": RECORD,
    "R-AGE": RECORD,
    "R-SHARE": RECORD,
    "R-FULLTIME": RECORD,
    "R-ONCE": _("Compared across all regions and cycles"),
    "R-CLEAN": DECLARED,
    "P-PARK": _("Chosen when the application was begun"),
}


def standing(found: Sequence[Finding]) -> Standing:
    """All gates together: one not met outweighs all, one not known keeps it open."""
    gates = {one.standing for one in found if one.rule.gate}
    if Standing.NOT_MET in gates:
        return Standing.NOT_MET
    return Standing.NOT_KNOWN if Standing.NOT_KNOWN in gates else Standing.MET


def stored_finding(stored: Mapping[str, Any], rules: Sequence[Rule], url: str = "") -> Finding | None:
    """A finding as a submission froze it; None where the call knows no such rule."""
    rule = next((one for one in rules if one.id == stored["rule"]), None)
    if rule is None:
        return None
    return Finding(rule, Standing(stored["standing"]), _read_text(stored["fact"]), _read_text(stored["entered"]), url)


def _stored_text(text: Text) -> dict[str, Any]:
    return {"msgid": text.msgid, "values": {name: _stored_value(value) for name, value in text.values.items()}}


def _stored_value(value: Any) -> Any:
    match value:
        case Text():
            return {"text": _stored_text(value)}
        case Bilingual():
            return {"words": value.stored()}
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
        case {"day": day}:
            return date.fromisoformat(day)
        case _:
            return value
