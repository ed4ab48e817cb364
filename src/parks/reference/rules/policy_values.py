"""Policy values as people read and type them: what each is called, which form it has, and what cannot be one.

Stored are JSON values, numbers as text so that none is rounded. A key that nobody knows cannot be entered: nothing
would ever ask for it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from parks.kernel.errors import SaidError
from parks.kernel.words import Text, _

NAMES: Mapping[str, Text] = {
    "policy.isp.rules": _("Support Plan: year of the rules"),
    "isp.degree.level": _("Support Plan: least degree from abroad"),
    "isp.degree.postdoc_months": _("Support Plan: months as a postdoc instead of the degree"),
    "isp.age.years": _("Support Plan: years since the company's registration"),
    "isp.share.percent": _("Support Plan: least share of the registered capital, in percent"),
    "isp.capital.cash": _("Support Plan: least contribution in cash, in yuan"),
    "isp.matching.percent": _("Support Plan: local matching, in percent of the national support"),
    "isp.tier.key": _("Support Plan: the key tier, in yuan"),
    "isp.tier.excellent": _("Support Plan: the excellent tier, in yuan"),
    "isp.tiers": _("Support Plan: the tiers that are usual"),
    "isp.notice.days": _("Public notice: its working days"),
    "isp.notice.include_start_day": _("Public notice: its first day counts"),
    "isp.correction.days": _("Correction: working days to hand it in"),
    "isp.tracking.years": _("Outcomes: years of reports after the agreement"),
    "isp.outcome.day": _("Outcomes: last day to report the year before"),
    "park.compared.units.percent": _("Parks side by side: least occupancy by units, in percent"),
    "park.compared.area.percent": _("Parks side by side: least occupancy by area, in percent"),
    "park.compared.stay.months": _("Parks side by side: longest mean stay, in months"),
    "park.compared.services.percent": _("Parks side by side: least part of services in time, in percent"),
    "park.admission.share.percent": _("Admission to a park: least share of the returnees, in percent"),
    "funds.report.days": _("Reports of use: their days in a year"),
    "funds.report.least_days": _("Reports of use: days after the first payment before one is owed"),
    "funds.report.notice_days": _("Reports of use: days before, for the reminder"),
    "record.fresh.months.company": _("Company record: months that its facts stay fresh"),
    "record.fresh.months.shares": _("Company record: months that shareholdings stay fresh"),
    "record.fresh.months.account": _("Company record: months that the bank account stays fresh"),
    "record.fresh.months.people": _("Company record: months that people stay fresh"),
    "record.fresh.months.employments": _("Company record: months that posts stay fresh"),
    "record.fresh.months.certificates": _("Company record: months that certificates stay fresh"),
    "record.fresh.months.rights": _("Company record: months that IP assets stay fresh"),
    "record.fresh.months.figures": _("Company record: months after a year in which its forecast stays fresh"),
    "reviews.recusal.months": _("Expert review: months after which a former post no longer bars"),
    "reminder.closing.days": _("Reminders: working days before a call closes"),
    "reminder.correction.days": _("Reminders: working days before a correction is due"),
    "retention.draft": _("Kept: drafts that were never sent"),
    "retention.unselected": _("Kept: applications that were not selected"),
    "retention.award": _("Kept: awards, contracts and payments"),
    "retention.hand": _("Kept: hands lent and invitations to lend one"),
    "retention.import": _("Kept: imported sheets that nobody confirmed"),
    "retention.fund": _("Kept: grants, payments, reports of use"),
    "retention.message": _("Kept: messages in inboxes"),
    "retention.visitor": _("Kept: visitors who were announced"),
    "retention.log": _("Kept: sessions and tries to sign in"),
}
"""Every key that the house asks for."""

DEGREES = ("bachelor", "master", "doctor")


def name(key: str) -> Text | str:
    """What a key is called; a key of former days stands for itself."""
    return NAMES.get(key, key)


def hint(key: str) -> Text:
    """How its value is typed."""
    return _form(key)[1]


def read(key: str, text: str) -> Any:
    """The stored value out of what was typed. SaidError says what cannot be taken."""
    if key not in NAMES:
        raise SaidError(_("There is no policy value of this name."))
    take, said = _form(key)
    value = take(text.strip()) if text.strip() else None
    if value is None:
        raise SaidError(said)
    return value


def written(key: str, value: Any) -> str:
    """The way back: how a stored value stands in the field."""
    if key == "isp.tiers":
        return "\n".join(_tier_lines(value))
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


Taking = Callable[[str], Any]


def _form(key: str) -> tuple[Taking, Text]:
    """How it is read (None: not to be taken), and the sentence that says so."""
    last = key.rpartition(".")[2]
    for is_it, take, said in (
        (key == "isp.tiers", _tiers, TIERS_SAID),
        (key == "isp.degree.level", _degree, _("Write bachelor, master or doctor.")),
        (key == "isp.notice.include_start_day", _flag, _("Write true or false.")),
        (key == "isp.outcome.day", _month_day, _("Write a day of the year, as 03-31.")),
        (key == "funds.report.days", _month_days, _("Write days of the year with commas between, as 06-15, 12-15.")),
        (key.startswith("reminder."), _days, _("Write numbers of working days with commas between, as 10, 3, 1.")),
        (key.startswith("retention."), _term, _("Write a number of years, or of months as 6m.")),
        (key in {"isp.capital.cash", "isp.tier.key", "isp.tier.excellent"}, _amount, _("Write an amount in yuan.")),
        (last == "percent", _percent, _("Write a number from 0 to 100.")),
    ):
        if is_it:
            return take, said
    return _whole, _("Write a whole number.")


def _whole(text: str) -> str | None:
    return str(int(text)) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _amount(text: str) -> str | None:
    found = _decimal(text.replace(",", ""))
    return None if found is None or found > 10**12 else f"{found:.2f}"


def _percent(text: str) -> str | None:
    found = _decimal(text)
    return None if found is None or found > 100 else f"{found.normalize():f}"


def _decimal(text: str) -> Decimal | None:
    """Not below nought, two places at most."""
    try:
        return Decimal(text) if re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,2})?", text) else None
    except InvalidOperation:
        return None


def _degree(text: str) -> str | None:
    return text if text in DEGREES else None


def _flag(text: str) -> str | None:
    return text if text in {"true", "false"} else None


def _term(text: str) -> str | None:
    return text if re.fullmatch(r"[1-9][0-9]{0,2}m?", text) else None


def _parts(text: str) -> list[str]:
    return [one.strip() for one in re.split("[,，、]", text) if one.strip()]


def _days(text: str) -> str | None:
    parts = _parts(text)
    fit = parts and all(re.fullmatch(r"[0-9]{1,2}", one) and 1 <= int(one) <= 60 for one in parts)
    return ",".join(str(int(one)) for one in parts) if fit else None


def _month_day(text: str) -> str | None:
    """A day that every year has: 02-29 is none."""
    if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        date.fromisoformat(f"2027-{text}")
    except ValueError:
        return None
    return text


def _month_days(text: str) -> list[str] | None:
    found = [_month_day(one) for one in _parts(text)]
    return sorted({one for one in found if one}) if found and all(found) else None


TIERS_SAID = _(
    "Write a tier a line, the highest first: key; 中文; English; yuan."
    " Below it its parts, where it is not paid at once: - percent; months; 条件; condition."
)


def _tiers(text: str) -> list[dict[str, Any]] | None:
    """The lines of `TIERS_SAID`; the parts of a tier add up to 100 %."""
    tiers: list[dict[str, Any]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        is_part = line.strip().startswith("-")
        parts = [one.strip() for one in re.split("[;；]", line.strip().removeprefix("-"))]
        if len(parts) != 4 or not all(parts) or (is_part and not tiers):
            return None
        if is_part:
            percent = _percent(parts[0])
            if percent is None or not re.fullmatch(r"[0-9]{1,3}", parts[1]):
                return None
            part = {"percent": percent, "months": int(parts[1]), "condition": {"zh": parts[2], "en": parts[3]}}
            tiers[-1]["tranches"].append(part)
        else:
            amount = _amount(parts[3])
            if amount is None or not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", parts[0]):
                return None
            tiers.append({"key": parts[0], "zh": parts[1], "en": parts[2], "amount": amount, "tranches": []})
    if len({one["key"] for one in tiers}) != len(tiers):
        return None
    return tiers if tiers and all(_whole_sum(one["tranches"]) for one in tiers) else None


def _whole_sum(tranches: Sequence[Mapping[str, Any]]) -> bool:
    return not tranches or sum(Decimal(one["percent"]) for one in tranches) == 100


def _tier_lines(tiers: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for one in tiers:
        lines.append(f"{one['key']}; {one['zh']}; {one['en']}; {one['amount']}")
        lines += [
            f"- {part['percent']}; {part['months']}; {part['condition']['zh']}; {part['condition']['en']}"
            for part in one["tranches"]
        ]
    return lines
