"""The numbers of the trade: read as people type them, answered in their one normal form.

Each function takes the text as typed (spaces, dashes, lower case and full-width signs are forgiven) and answers the
normal form, or raises `IdentifierError` with a kind sentence; as pydantic validators they tell it beside the field.
Where a rule cannot be sure, a `…_doubt` function answers a sentence to be shown as a hint, never as a refusal.
Sources: domain.md §8; for the bank clearing number docs/adr/0035.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

import phonenumbers

from parks.kernel.errors import SaidError
from parks.kernel.words import Text, _


class IdentifierError(SaidError):
    """The text is not such a number; `text` says what is wrong and how to mend it."""


_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212·•]")


def _plain(text: str, *, dashes: bool = True) -> str:
    """Upper case in half width, without spaces and (unless they mean something) dashes."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()
    return _DASHES.sub("", text) if dashes else text


# --- unified social credit code (GB 32100-2015)

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def uscc(text: str) -> str:
    """18 signs in upper case. Registrars with a letter (A, N, Y) are taken; the inner organisation code is not judged
    here (`uscc_doubt`): codes given before 2015 may carry one that does not compute.
    """
    code = _plain(text)
    if len(code) != USCC_LENGTH:
        raise IdentifierError(
            _(
                "A unified social credit code has 18 characters; this one has {n}. It stands on the business licence.",
                n=len(code),
            )
        )
    for sign in code:
        if sign in LOOKALIKES:
            raise IdentifierError(
                _(
                    "A unified social credit code never holds the letter {letter}; perhaps it is {meant}.",
                    letter=sign,
                    meant=LOOKALIKES[sign],
                )
            )
        if sign not in USCC_SIGNS:
            raise IdentifierError(_("A unified social credit code holds digits and capital letters alone."))
    if not code[2:8].isdigit():
        raise IdentifierError(_("Characters 3 to 8 of a unified social credit code are the region's six digits."))
    if _uscc_sign(code) != code[-1]:
        raise IdentifierError(
            _("This credit code has a slip: its last character does not fit the others. Compare it with the licence.")
        )
    return code


def _uscc_sign(code: str) -> str:
    total = sum(USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return USCC_SIGNS[(31 - total % 31) % 31]


def uscc_doubt(code: str) -> Text | None:
    """A hint where the organisation code inside a normalised USCC does not compute (GB 11714)."""
    values = [int(sign, 36) for sign in code[8:16]]
    rest = (11 - sum(w * v for w, v in zip(ORGANISATION_WEIGHTS, values, strict=True)) % 11) % 11
    if code[16] == ("X" if rest == 10 else str(rest)):
        return None
    return _("The organisation code inside this credit code looks unusual. Compare it once more with the licence.")


# --- identity numbers (GB 11643) and what looks like them


class IdentityKind(StrEnum):
    RESIDENT = "resident"
    HK_MACAO_TAIWAN = "hk_macao_taiwan"  # residence permit for residents of Hong Kong, Macao and Taiwan
    FOREIGN_PERMANENT = "foreign_permanent"  # foreigner's permanent-residence card


PROVINCES = frozenset(
    str(code)
    for code in (*range(11, 16), 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71)
)
PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})
MOD_11_2 = "10X98765432"
_OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}\d{12}")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")


def resident_id(text: str, on: date | None = None) -> str:
    """18 signs: of residents, of the residence permits 81/82/83 and of the foreigner's card of 2023 (first digit 9);
    also the card's older form, three letters and twelve digits. `on` refuses a day of birth after it.

    The county is not compared with the year of birth: numbers were given from 1984 on, to people born long before
    their district (`stdnum.cn.ric` refuses them wrongly).
    """
    number = _plain(text)
    if _OLD_FOREIGN_CARD.fullmatch(number):
        return number
    if len(number) == 15 and number.isdigit():
        raise IdentifierError(_("This is an identity number of the old form with 15 digits. Give the one with 18."))
    if not _EIGHTEEN.fullmatch(number):
        raise IdentifierError(_("An identity number has 18 digits; the last may be the letter X."))
    kind = identity_kind(number)
    if kind is IdentityKind.RESIDENT and number[:2] not in PROVINCES:
        raise IdentifierError(_("This identity number begins with a region that does not exist. Compare it again."))
    day = born(number)
    if day is None or day.year < 1880 or (on is not None and day > on):
        raise IdentifierError(_("Digits 7 to 14 of this identity number are not a day of birth. Compare it again."))
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(number[:17]))
    if MOD_11_2[total % 11] != number[-1]:
        raise IdentifierError(
            _("This identity number has a slip: its last character does not fit the others. Compare it again.")
        )
    return number


def identity_kind(number: str) -> IdentityKind:
    """Whose card a normalised number is of."""
    if number[:6] in PERMIT_REGIONS:
        return IdentityKind.HK_MACAO_TAIWAN
    if number[:1] == "9" or number[:1].isalpha():
        return IdentityKind.FOREIGN_PERMANENT
    return IdentityKind.RESIDENT


def born(number: str) -> date | None:
    """The day of birth in a normalised number; None where it holds none."""
    if not _EIGHTEEN.fullmatch(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


def passport(text: str) -> str:
    """Passports and travel permits: 5 to 20 letters and digits; no state's own form is judged."""
    number = _plain(text)
    if not _PASSPORT.fullmatch(number) or not any(sign.isdigit() for sign in number):
        raise IdentifierError(_("A passport or permit number has 5 to 20 letters and digits, without other signs."))
    return number


# --- certificates and rights

_CSCSE_OLD = re.compile(r"教留服认([\u4e00-\u9fff]{1,4})\[((?:19|20)\d{2})\](\d{4,6})号?")
_CSCSE_NEW = re.compile(r"[1-9]\d{11}")
_BRACKETS = str.maketrans("〔【〖﹝{(", "[[[[[[") | str.maketrans("〕】〗﹞})", "]]]]]]")


def cscse_number(text: str) -> str:
    """A degree certification of the CSCSE: twelve digits, or 教留服认 美[2010]00001号 of former years."""
    number = _plain(text).translate(_BRACKETS)
    if _CSCSE_NEW.fullmatch(number):
        return number
    if old := _CSCSE_OLD.fullmatch(number):
        return f"教留服认 {old[1]}[{old[2]}]{old[3]}号"
    raise IdentifierError(
        _("A CSCSE certification number has 12 digits, as 120190000001, or reads 教留服认 美[2010]00001号.")
    )


class PatentKind(StrEnum):
    INVENTION = "invention_patent"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design_patent"


PATENT_KINDS = {
    "1": PatentKind.INVENTION,
    "2": PatentKind.UTILITY_MODEL,
    "3": PatentKind.DESIGN,
    "8": PatentKind.INVENTION,  # by the PCT
    "9": PatentKind.UTILITY_MODEL,  # by the PCT
}
PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_PATENT = re.compile(r"(?:CN)?(?:ZL)?(?:CN)?(\d{12}|\d{8})\.?([\dX])")


def patent_number(text: str) -> str:
    """`ZL202319990001.1`, or with eight digits (`ZL98100001.X`) for filings before October 2003."""
    found = _PATENT.fullmatch(_plain(text))
    if found is None:
        raise IdentifierError(
            _("A patent number reads ZL202319990001.1: ZL, twelve digits (eight before 2003-10), a point, a check.")
        )
    digits, sign = found[1], found[2]
    kind = digits[4] if len(digits) == 12 else digits[2]
    if kind not in PATENT_KINDS:
        raise IdentifierError(
            _("After the year, a patent number says its kind: 1 or 8 invention, 2 or 9 utility model, 3 design.")
        )
    year = int(digits[:4]) if len(digits) == 12 else 1900 + int(digits[:2]) + 100 * (digits[0] == "0")
    if not 1985 <= year <= 2100:
        raise IdentifierError(_("This patent number begins with a year in which no patent could be filed."))
    rest = sum(w * int(d) for w, d in zip(PATENT_WEIGHTS, digits, strict=False)) % 11
    if sign != ("X" if rest == 10 else str(rest)):
        raise IdentifierError(
            _("This patent number has a slip: the sign after the point does not fit the digits. Compare it again.")
        )
    return f"ZL{digits}.{sign}"


def patent_kind(number: str) -> PatentKind:
    """What a normalised patent number is for."""
    digits = number.removeprefix("ZL").partition(".")[0]
    return PATENT_KINDS[digits[4] if len(digits) == 12 else digits[2]]


_SOFTWARE = re.compile(r"(?:软著登字第?)?((?:19|20)\d{2}SR\d{6,7})号?")
_TRADEMARK = re.compile(r"(?:\d{1,9}|G\d{5,8})[A-Z]?")
_LAYOUT = re.compile(r"BS\.?(\d{8,10})(?:\.([\dX]))?")


def software_copyright(text: str) -> str:
    """The registration number of a program: the year, SR and seven digits (six in former years)."""
    if found := _SOFTWARE.fullmatch(_plain(text)):
        return found[1]
    raise IdentifierError(_("A software registration number reads 2023SR0123456: the year, SR and seven digits."))


def trademark_number(text: str) -> str:
    number = _plain(text)
    if _TRADEMARK.fullmatch(number):
        return number
    raise IdentifierError(_("A trademark number has up to nine digits, or G and digits for a Madrid registration."))


def layout_design_number(text: str) -> str:
    if found := _LAYOUT.fullmatch(_plain(text)):
        return f"BS.{found[1]}" + (f".{found[2]}" if found[2] else "")
    raise IdentifierError(_("A layout-design number reads BS.235001234: BS, a point and digits."))


# --- money and reaching people


def bank_clearing_number(text: str) -> str:
    """联行号: bank 3, place 4, branch 4 digits and a check (ISO 7064 MOD 11,10; docs/adr/0035)."""
    number = _plain(text)
    if len(number) != 12 or not number.isascii() or not number.isdigit():
        raise IdentifierError(
            _("A bank clearing number (联行号) has 12 digits. Your bank branch tells it; it is not the account number.")
        )
    if _mod_11_10(number[:-1]) != int(number[-1]):
        raise IdentifierError(
            _("This clearing number has a slip: its last digit does not fit the others. Your bank branch can tell it.")
        )
    return number


def _mod_11_10(digits: str) -> int:
    rest = 10
    for digit in digits:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return (11 - rest) % 10


def bank_account(text: str) -> str:
    """A company's account: 8 to 32 digits; banks follow no common check."""
    number = _plain(text)
    if 8 <= len(number) <= 32 and number.isascii() and number.isdigit():
        return number
    raise IdentifierError(_("A bank account number has 8 to 32 digits."))


def phone(text: str) -> str:
    """E.164 (+8613800000000); a number without a country code is Chinese."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), "CN")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise IdentifierError(
            _("This is not a telephone number. Give a Chinese one, or one with its country code, as +49 89 2180 0.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# --- what may be shown (domain.md §10)


def mask_identity(number: str) -> str:
    """330106********9960; short numbers show their last two signs at most."""
    if len(number) < 12:
        return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 4 else "*" * len(number)
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def mask_phone(number: str) -> str:
    """138****0000; foreign numbers keep their country code and last four."""
    national = number.removeprefix("+86")
    if len(national) == 11 and national.isdigit():
        return f"{national[:3]}****{national[-4:]}"
    return f"{number[:3]}****{number[-4:]}" if len(number) > 8 else "*" * len(number)


def mask_account(number: str) -> str:
    """Stars and the last four."""
    return f"{'*' * (len(number) - 4)}{number[-4:]}" if len(number) > 4 else "*" * len(number)
