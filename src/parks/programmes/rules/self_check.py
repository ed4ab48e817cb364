"""The self-check before sign-up: questions drawn from a call's rules, answers turned into evidence, nothing kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from parks.kernel.words import Bilingual, Text, _
from parks.programmes.rules import eligibility
from parks.programmes.rules.eligibility import Finding, Rule
from parks.programmes.rules.evidence import Asset, Degree, Elsewhere, Evidence, Share
from parks.programmes.rules.predicates import IP_KINDS, LEVEL_NAMES, PREDICATES


@dataclass(frozen=True, slots=True)
class Question:
    """`kind`: yes_no · level · whole · percent · amount · day · kinds. An answer left open is "not known yet"."""

    key: str
    text: Text
    kind: str


QUESTIONS: Mapping[str, Question] = {
    one.key: one
    for one in (
        Question("legal_representative", _("Are you the legal representative of the company?"), "yes_no"),
        Question("degree", _("Your highest degree from abroad"), "level"),
        Question("degree_hmt", _("Your highest degree from Hong Kong, Macao or Taiwan"), "level"),
        Question("domestic_degree", _("Your highest degree from the mainland"), "level"),
        Question("postdoc_months", _("How many months were you a postdoc abroad?"), "whole"),
        Question("months_abroad", _("How many months did you study or work abroad?"), "whole"),
        Question("registered_on", _("On which day was the company registered?"), "day"),
        Question("share", _("How much of the registered capital do you contribute yourself, in percent?"), "percent"),
        Question("share_of_returnees", _("How much of it do returnees contribute together, in percent?"), "percent"),
        Question("contribution", _("How many yuan do you contribute yourself?"), "amount"),
        Question("cash_capital", _("How many yuan were contributed in cash by all together?"), "amount"),
        Question("ip", _("Which intellectual property does the company own?"), "kinds"),
        Question("full_time", _("Are you back full-time, with no post abroad?"), "yes_no"),
        Question("awards", _("How often were you or the company supported before?"), "whole"),
        Question("filed_elsewhere", _("Have you or the company applied in another region this year?"), "yes_no"),
        Question("clean", _("Can you declare that you have a clean record?"), "yes_no"),
        Question("in_park", _("Is the company in a returnee park?"), "yes_no"),
    )
}


def questions(rules: Sequence[Rule]) -> list[Question]:
    """What these rules ask, each once, in the order of the house."""
    asked = {
        key for rule in rules for leaf in rule.leaves if leaf.check in PREDICATES for key in PREDICATES[leaf.check].asks
    }
    return [one for one in QUESTIONS.values() if one.key in asked]


def look(
    rules: Sequence[Rule], typed: Mapping[str, Sequence[str]], on: date, cycle: int
) -> tuple[list[Finding], dict[str, Text]]:
    """What the rules say of these answers, and a sentence beside each that cannot be taken (it counts as open)."""
    answers, wrong = read(questions(rules), typed)
    return eligibility.findings(rules, evidence(answers, on, cycle)), wrong


Answer = bool | int | Decimal | str | date | tuple[str, ...]


def read(asked: Sequence[Question], typed: Mapping[str, Sequence[str]]) -> tuple[dict[str, Answer], dict[str, Text]]:
    """The answers that can be taken, and a sentence for each that cannot; what is left open is neither."""
    answers: dict[str, Answer] = {}
    wrong: dict[str, Text] = {}
    for one in asked:
        given = [text.strip() for text in typed.get(one.key, ()) if text.strip()]
        if not given:
            continue
        answer = _read(one.kind, given)
        if answer is None:
            wrong[one.key] = _("Check this: it cannot be taken as it is.")
        else:
            answers[one.key] = answer
    return answers, wrong


def _read(kind: str, given: Sequence[str]) -> Answer | None:
    text = given[0]
    match kind:
        case "yes_no":
            return {"yes": True, "no": False}.get(text)
        case "level":
            return text if text in {*LEVEL_NAMES, "none"} else None
        case "whole":
            return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None
        case "kinds":
            return tuple(given) if set(given) <= {*IP_KINDS, "none"} else None
        case "day":
            try:
                return date.fromisoformat(text)
            except ValueError:
                return None
        case _:
            try:
                number = Decimal(text.replace(",", ""))
            except InvalidOperation:
                return None
            top = 100 if kind == "percent" else 10**13
            return number if number.is_finite() and 0 <= number <= top else None


def evidence(answers: Mapping[str, Answer], on: date, cycle: int) -> Evidence:
    """What these answers say; nothing that was left open is taken for either."""
    degrees = _degrees(answers)
    awards = answers.get("awards")
    filed = answers.get("filed_elsewhere")
    place = Bilingual("以往或其他地区", "before, or elsewhere")
    elsewhere = (Elsewhere("award", cycle - 1, place),) * (awards if isinstance(awards, int) else 0)
    if filed is True:
        elsewhere = (*elsewhere, Elsewhere("filing", cycle, place))
    asked_all = awards is not None and filed is not None
    kinds = answers.get("ip")
    return Evidence(
        legal_representative=_flag(answers, "legal_representative"),
        degrees=degrees,
        domestic_degrees=_level(answers, "domestic_degree", "CN"),
        postdoc_months=_whole(answers, "postdoc_months"),
        months_abroad=_whole(answers, "months_abroad"),
        ip_assets=None if not isinstance(kinds, tuple) else tuple(Asset(one, one) for one in kinds if one != "none"),
        registered_on=day if isinstance(day := answers.get("registered_on"), date) else None,
        on=on,
        shares=_shares(answers),
        cash_capital=cash if isinstance(cash := answers.get("cash_capital"), Decimal) else None,
        full_time=_flag(answers, "full_time"),
        elsewhere=elsewhere,
        person_known=asked_all,
        clean_record=_flag(answers, "clean"),
        in_park=_flag(answers, "in_park"),
    )


def _flag(answers: Mapping[str, Answer], key: str) -> bool | None:
    given = answers.get(key)
    return given if isinstance(given, bool) else None


def _whole(answers: Mapping[str, Answer], key: str) -> int | None:
    given = answers.get(key)
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _level(answers: Mapping[str, Answer], key: str, country: str) -> tuple[Degree, ...] | None:
    given = answers.get(key)
    if not isinstance(given, str):
        return None
    return () if given == "none" else (Degree(given, "–", country=country),)


def _degrees(answers: Mapping[str, Answer]) -> tuple[Degree, ...] | None:
    abroad, near = _level(answers, "degree", ""), _level(answers, "degree_hmt", "HK")
    return None if abroad is None and near is None else (*(near or ()), *(abroad or ()))


def _shares(answers: Mapping[str, Answer]) -> tuple[Share, ...] | None:
    """One's own part and the rest, in percent or, where only yuan were asked, in yuan."""
    own, amount = answers.get("share"), answers.get("contribution")
    returnees = answers.get("share_of_returnees")
    if isinstance(amount, Decimal) and not isinstance(own, Decimal):
        return (Share("–", by_applicant=True, amount=amount, returnee=True),)
    if not isinstance(own, Decimal) and not isinstance(returnees, Decimal):
        return None
    mine = own if isinstance(own, Decimal) else Decimal(0)
    more = max(returnees - mine, Decimal(0)) if isinstance(returnees, Decimal) else Decimal(0)
    scale = amount / mine if isinstance(amount, Decimal) and mine else Decimal(1)
    return (
        Share("–", by_applicant=True, amount=mine * scale, returnee=True),
        Share("–", by_applicant=False, amount=more * scale, returnee=True),
        Share("–", by_applicant=False, amount=max(100 - mine - more, Decimal(0)) * scale),
    )
