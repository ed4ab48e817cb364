"""The listed set of what a rule can check: pure, three-valued, each with its figures and the facts it asks for.

A rule set names one of these by its key and gives the figures (`terms`); nothing else can be checked by machine, and
what cannot is `people`. What is not known is never taken for met, and learning more never turns an answer round
except from "not known yet" (tests hold it for every predicate).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parks.kernel.money import Money
from parks.kernel.words import Text, _
from parks.programmes.rules.evidence import Evidence, Standing

Terms = Mapping[str, str]
Looked = tuple[Standing, Text]
Look = Callable[[Terms, Evidence], Looked]

LEVELS = ("bachelor", "master", "doctor")

LEVEL_NAMES = {"bachelor": _("Bachelor's degree"), "master": _("Master's degree"), "doctor": _("Doctorate")}

IP_KINDS: Mapping[str, Text] = {
    "invention_patent": _("Invention patent"),
    "utility_model": _("Utility model"),
    "design_patent": _("Design patent"),
    "software_copyright": _("Software copyright"),
    "trademark": _("Trademark"),
    "layout_design": _("Layout design of integrated circuits"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that a predicate needs. `kind`: whole · percent · amount · level · kinds (of rights, may be none)."""

    name: str
    label: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """`asks` names the questions of the self-check; `url` the part of the record where the fact is entered."""

    key: str
    title: Text
    look: Look
    entered: Text
    advice: Text
    terms: tuple[Term, ...] = ()
    asks: tuple[str, ...] = ()
    url: str = "company"
    never_gate: bool = False


def _yes_no(known: bool | None, yes: Text, no: Text, unknown: Text) -> Looked:
    if known is None:
        return Standing.NOT_KNOWN, unknown
    return (Standing.MET, yes) if known else (Standing.NOT_MET, no)


def _told(met: bool, fact: Text) -> Looked:
    return (Standing.MET if met else Standing.NOT_MET), fact


def _legal(_terms: Terms, evidence: Evidence) -> Looked:
    return _yes_no(
        evidence.legal_representative,
        _("The applicant is the legal representative of the company."),
        _("The legal representative on record is someone else."),
        _("The company record does not name its legal representative yet."),
    )


def _degree(terms: Terms, evidence: Evidence) -> Looked:
    enough = LEVELS[LEVELS.index(terms["level"]) :]
    for degree in evidence.degrees or ():
        if degree.level in enough:
            return Standing.MET, _(
                "{degree}, {institution}", degree=LEVEL_NAMES[degree.level], institution=degree.institution
            )
    if evidence.degrees is None:
        return Standing.NOT_KNOWN, _("No degree from abroad is on record yet.")
    return Standing.NOT_MET, _("The degrees from abroad on record are lower.")


GREATER_CHINA = frozenset({"HK", "MO", "TW"})


def _degree_hmt(terms: Terms, evidence: Evidence) -> Looked:
    enough = LEVELS[LEVELS.index(terms["level"]) :]
    for degree in evidence.degrees or ():
        if degree.level in enough and degree.country in GREATER_CHINA:
            return Standing.MET, _(
                "{degree}, {institution}", degree=LEVEL_NAMES[degree.level], institution=degree.institution
            )
    if evidence.degrees is None:
        return Standing.NOT_KNOWN, _("No degree from Hong Kong, Macao or Taiwan is on record yet.")
    return Standing.NOT_MET, _("No degree on record is from Hong Kong, Macao or Taiwan.")


def _domestic(terms: Terms, evidence: Evidence) -> Looked:
    enough = LEVELS[LEVELS.index(terms["level"]) :]
    for degree in evidence.domestic_degrees or ():
        if degree.level in enough:
            return Standing.MET, _(
                "{degree}, {institution}", degree=LEVEL_NAMES[degree.level], institution=degree.institution
            )
    if evidence.domestic_degrees is None:
        return Standing.NOT_KNOWN, _("No degree from the mainland is on record yet.")
    return Standing.NOT_MET, _("The degrees from the mainland on record are lower.")


def _postdoc(terms: Terms, evidence: Evidence) -> Looked:
    if evidence.postdoc_months is None:
        return Standing.NOT_KNOWN, _("No time as a postdoc abroad is on record yet.")
    fact = _("{months} months as a postdoc abroad", months=evidence.postdoc_months)
    return _told(evidence.postdoc_months >= int(terms["months"]), fact)


def _abroad(terms: Terms, evidence: Evidence) -> Looked:
    if evidence.months_abroad is None:
        return Standing.NOT_KNOWN, _("How long the applicant studied or worked abroad is not on record yet.")
    fact = _("{months} months of study or work abroad", months=evidence.months_abroad)
    return _told(evidence.months_abroad >= int(terms["months"]), fact)


def _ip(terms: Terms, evidence: Evidence) -> Looked:
    kinds = frozenset(terms.get("kinds", "").split())
    found = [one for one in evidence.ip_assets or () if not kinds or one.kind in kinds]
    needed = int(terms.get("count", "1"))
    if evidence.ip_assets and kinds and not found:
        return Standing.NOT_MET, _("The rights on record are of other kinds.")
    if not found:
        return Standing.NOT_KNOWN, _("No intellectual property is on record yet.")
    if len(found) < needed:
        return Standing.NOT_MET, _("{n} of {needed} rights are on record", n=len(found), needed=needed)
    if len(found) > 1:
        return Standing.MET, _("{asset} and {more} more", asset=found[0].label, more=len(found) - 1)
    return Standing.MET, _("{asset}", asset=found[0].label)


def _since(terms: Terms, evidence: Evidence) -> Looked:
    if evidence.registered_on is None:
        return Standing.NOT_KNOWN, _("The date of registration is not on record yet.")
    fact = _("Registered on {day}", day=evidence.registered_on)
    return _told(evidence.registered_on >= date.fromisoformat(terms["since"]), fact)


def _age(terms: Terms, evidence: Evidence) -> Looked:
    """Whole months from the registration to the day that is asked about, both bounds included."""
    if evidence.registered_on is None or evidence.on is None:
        return Standing.NOT_KNOWN, _("The date of registration is not on record yet.")
    months = months_between(evidence.registered_on, evidence.on)
    fact = _("Registered on {day}, {months} months ago", day=evidence.registered_on, months=months)
    return _told(int(terms["least"]) <= months <= int(terms["most"]), fact)


def months_between(first: date, last: date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if last.day >= first.day else months - 1


OPEN_SHARES = _("The shareholders' contributions are not all on record yet.")


def _part(evidence: Evidence, of: str) -> tuple[Decimal, Decimal] | None:
    """Σ of these contributions and Σ of all; None while an amount is missing or nothing is contributed."""
    shares = evidence.shares
    if not shares or any(one.amount is None for one in shares):
        return None
    total = sum((one.amount or Decimal(0) for one in shares), Decimal(0))
    own = sum((one.amount or Decimal(0) for one in shares if getattr(one, of)), Decimal(0))
    return (own, total) if total > 0 else None


def _percent(own: Decimal, total: Decimal) -> str:
    return f"{(own / total * 100).quantize(Decimal('0.01')).normalize():f}"


def _share(terms: Terms, evidence: Evidence) -> Looked:
    """Σ of the applicant's contributions over Σ of all, unrounded; a missing amount leaves it open."""
    known = _part(evidence, "by_applicant")
    if known is None:
        return Standing.NOT_KNOWN, OPEN_SHARES
    own, total = known
    fact = _("The applicant contributes {percent}% of the registered capital", percent=_percent(own, total))
    return _told(own * 100 >= total * Decimal(terms["percent"]), fact)


def _share_of_returnees(terms: Terms, evidence: Evidence) -> Looked:
    known = _part(evidence, "returnee")
    if known is None:
        return Standing.NOT_KNOWN, OPEN_SHARES
    own, total = known
    fact = _("Returnees contribute {percent}% of the registered capital", percent=_percent(own, total))
    return _told(own * 100 >= total * Decimal(terms["percent"]), fact)


def _contribution(terms: Terms, evidence: Evidence) -> Looked:
    known = _part(evidence, "by_applicant")
    if known is None:
        return Standing.NOT_KNOWN, OPEN_SHARES
    return _told(known[0] >= Decimal(terms["amount"]), _("The applicant contributes {amount}", amount=Money(known[0])))


def _cash(terms: Terms, evidence: Evidence) -> Looked:
    if evidence.cash_capital is None:
        return Standing.NOT_KNOWN, _("How much was contributed in cash is not on record yet.")
    fact = _("{amount} were contributed in cash", amount=Money(evidence.cash_capital))
    return _told(evidence.cash_capital >= Decimal(terms["amount"]), fact)


def _full_time(_terms: Terms, evidence: Evidence) -> Looked:
    return _yes_no(
        evidence.full_time,
        _("The applicant has declared to be back full-time, with no post abroad."),
        _("The applicant has declared not to be back full-time."),
        _("The declaration has not been given yet."),
    )


NOTHING_TO_COMPARE = _("The applicant's identity number is not on record yet, so nothing can be compared.")


def _once(_terms: Terms, evidence: Evidence) -> Looked:
    for one in evidence.elsewhere:
        if one.kind == "award":
            return Standing.NOT_MET, _("Supported before: {year}, {place}", year=one.year, place=one.place)
        return Standing.NOT_MET, _("Also filed elsewhere for {year}: {place}", year=one.year, place=one.place)
    if not evidence.person_known:
        return Standing.NOT_KNOWN, NOTHING_TO_COMPARE
    return Standing.MET, _("No earlier award and no other filing of this person or company was found.")


def _one_region(_terms: Terms, evidence: Evidence) -> Looked:
    for one in evidence.elsewhere:
        if one.kind != "award":
            return Standing.NOT_MET, _("Also filed elsewhere for {year}: {place}", year=one.year, place=one.place)
    if not evidence.person_known:
        return Standing.NOT_KNOWN, NOTHING_TO_COMPARE
    return Standing.MET, _("No other filing of this person or company was found.")


def _grants(terms: Terms, evidence: Evidence) -> Looked:
    """A cap over a lifetime: with this grant there are at most so many."""
    had = sum(one.kind == "award" for one in evidence.elsewhere)
    most = int(terms["count"])
    if had >= most:
        return Standing.NOT_MET, _("{n} earlier grants were found; {most} is the most", n=had, most=most)
    if not evidence.person_known:
        return Standing.NOT_KNOWN, NOTHING_TO_COMPARE
    return Standing.MET, _("{n} earlier grants were found; {most} is the most", n=had, most=most)


def _clean(_terms: Terms, evidence: Evidence) -> Looked:
    return _yes_no(
        evidence.clean_record,
        _("The applicant has declared a clean record."),
        _("The applicant has declared a record that the officers must look at."),
        _("The declaration has not been given yet."),
    )


def _park(_terms: Terms, evidence: Evidence) -> Looked:
    return _yes_no(
        evidence.in_park,
        _("The company is in a returnee park."),
        _("The company is not in a returnee park."),
        _("No park has been chosen yet."),
    )


def _people(_terms: Terms, _evidence: Evidence) -> Looked:
    return Standing.NOT_KNOWN, _("This is checked by people.")


RECORD = _("Entered in the company record")
DECLARED = _("Declared in the application")
COMPARED = _("Compared across all regions and cycles")
BY_PEOPLE = _("To be checked by the officers")
BEGUN = _("Chosen when the application was begun")

LEVEL = Term("level", _("Lowest degree"), "level")
MONTHS = Term("months", _("Months, at least"), "whole")
PERCENT = Term("percent", _("Percent, at least"), "percent")
AMOUNT = Term("amount", _("Amount in yuan, at least"), "amount")

ENTER_DEGREE = _("Enter the degree with its certification by CSCSE in the company record.")
ENTER_SHARES = _("Enter every shareholder's contribution. A later transfer of shares counts once it is registered.")
ENTER_TIME = _("Enter the time abroad in the company record, with a proof of it.")

LISTED = (
    Predicate(
        "legal_representative", _("The applicant is the legal representative"), _legal, RECORD,
        _("Have the legal representative apply, or change the registration first."), asks=("legal_representative",),
    ),
    Predicate(
        "degree", _("A degree from abroad"), _degree, RECORD, ENTER_DEGREE, (LEVEL,), ("degree",),
    ),
    Predicate(
        "degree_hmt", _("A degree from Hong Kong, Macao or Taiwan"), _degree_hmt, RECORD, ENTER_DEGREE, (LEVEL,),
        ("degree_hmt",),
    ),
    Predicate(
        "domestic_degree", _("A degree from the mainland"), _domestic, RECORD, ENTER_DEGREE, (LEVEL,),
        ("domestic_degree",),
    ),
    Predicate("postdoc", _("Time as a postdoc abroad"), _postdoc, RECORD, ENTER_TIME, (MONTHS,), ("postdoc_months",)),
    Predicate("abroad", _("Time of study or work abroad"), _abroad, RECORD, ENTER_TIME, (MONTHS,), ("months_abroad",)),
    Predicate(
        "registered_since", _("Registered on or after 1 January of the cycle year minus some years"), _since, RECORD,
        _("Look for a programme for older companies: the date of registration cannot be changed."),
        (Term("years", _("Years before the cycle year"), "whole"),), ("registered_on",),
    ),
    Predicate(
        "company_age", _("The company's age in months"), _age, RECORD,
        _("Wait until the company is old enough, or look for a programme for older companies."),
        (Term("least", _("Months, at least"), "whole"), Term("most", _("Months, at most"), "whole")),
        ("registered_on",),
    ),
    Predicate(
        "share", _("The applicant's part of the registered capital"), _share, RECORD, ENTER_SHARES, (PERCENT,),
        ("share",),
    ),
    Predicate(
        "share_of_returnees", _("The returnees' part of the registered capital"), _share_of_returnees, RECORD,
        ENTER_SHARES, (PERCENT,), ("share_of_returnees",),
    ),
    Predicate(
        "contribution", _("The applicant's contribution in yuan"), _contribution, RECORD, ENTER_SHARES, (AMOUNT,),
        ("contribution",),
    ),
    Predicate(
        "cash_capital", _("Capital contributed in cash"), _cash, RECORD,
        _("Enter the contributions in cash, with the proof that they were paid in."), (AMOUNT,), ("cash_capital",),
    ),
    Predicate(
        "ip", _("Intellectual property of the company"), _ip, RECORD,
        _("Enter each right with its number. A right counts once it is granted."),
        (Term("count", _("Rights, at least"), "whole"), Term("kinds", _("Of these kinds (none: of any)"), "kinds")),
        ("ip",),
    ),
    Predicate(
        "full_time", _("Back full-time"), _full_time, RECORD,
        _("Give the declaration in the company record once it is true."), asks=("full_time",), url="person",
    ),
    Predicate(
        "once", _("Not supported before, not filed elsewhere"), _once, COMPARED,
        _("Withdraw the other filing, or ask your park: what is found can be looked at by people."),
        asks=("awards", "filed_elsewhere"),
    ),
    Predicate(
        "one_region", _("Not filed elsewhere in this cycle"), _one_region, COMPARED,
        _("Withdraw the other filing first."), asks=("filed_elsewhere",),
    ),
    Predicate(
        "grants", _("At most so many grants over a lifetime"), _grants, COMPARED,
        _("No further grant of this kind is possible. Look for another programme."),
        (Term("count", _("Grants, at most, with this one"), "whole"),), ("awards",),
    ),
    Predicate(
        "clean", _("A clean record"), _clean, DECLARED,
        _("Give the declaration in the application. What you cannot declare, people will look at."),
        asks=("clean",), url="",
    ),
    Predicate(
        "in_park", _("The company is in a returnee park"), _park, BEGUN,
        _("Nothing to do: companies outside the parks apply just the same."), asks=("in_park",), url="",
        never_gate=True,
    ),
    Predicate(
        "people", _("Checked by people"), _people, BY_PEOPLE,
        _("Describe it in the application and add a proof; the officers look at it."), url="",
    ),
)  # fmt: skip

PREDICATES: Mapping[str, Predicate] = {one.key: one for one in LISTED}
