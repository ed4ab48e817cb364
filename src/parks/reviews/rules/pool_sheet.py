"""Experts as rows of a sheet: its columns, and what a cell means. Ids never change, so that old files can be read.

`/experts/export` writes the same ids over what it has of them; addresses and identity numbers leave no pool.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from parks.adapters.sheets import EXAMPLE, Code, Column, Row
from parks.identity.rules import addresses
from parks.kernel.errors import Invalid, SaidError
from parks.kernel.words import Bilingual, _
from parks.reference.rules import identifiers
from parks.reviews.rules.experts import MOST, Service
from parks.reviews.states import ExpertKind

MOST_ROWS = 500

EMAIL, NAME, IDENTITY, KIND = "expert.email", "expert.name", "expert.identity", "expert.kind"
FIELDS, EMPLOYER, TITLE, SINCE = "expert.fields", "expert.employer", "expert.title", "expert.employed_since"
REGION, LANGUAGES, CAPACITY = "expert.region", "expert.languages", "expert.capacity"
FIRST, LAST = "expert.term_from", "expert.term_last"

OPTIONAL = Bilingual("可不填", "May be empty")
A_DAY = Bilingual("可不填，如 2026-11-22", "May be empty; such as 2026-11-22")

COLUMNS = (
    Column(
        EMAIL,
        Bilingual("电子邮箱", "E-mail"),
        Bilingual("没有账号的将收到邀请信", "Who has no account gets an invitation"),
        EXAMPLE,
        needed=True,
    ),
    Column(NAME, Bilingual("姓名", "Full name"), Bilingual("真实姓名", "The real name"), "程素衣", needed=True),
    Column(
        IDENTITY,
        Bilingual("身份证件号码", "Identity number"),
        Bilingual(
            "可不填；仅以加密指纹保存，用于查重和回避", "May be empty; kept as a keyed mark alone, to find conflicts"
        ),
        "",
    ),
    Column(
        KIND, Bilingual("专家类型", "Kind"), Bilingual("见第二张表", "See the second sheet"), "technical", needed=True
    ),
    Column(
        FIELDS,
        Bilingual("专业领域", "Fields"),
        Bilingual("多个以分号隔开，见第二张表", "Parted by semicolons, see the second sheet"),
        "electronics; materials",
        needed=True,
    ),
    Column(
        EMPLOYER,
        Bilingual("工作单位", "Employer"),
        Bilingual("现工作单位全称", "In full, as of today"),
        "岚江大学",
        needed=True,
    ),
    Column(TITLE, Bilingual("职称或职务", "Professional title"), OPTIONAL, "教授"),
    Column(SINCE, Bilingual("任职起始日", "Employed there since"), A_DAY, "2019-03-01"),
    Column(REGION, Bilingual("所在地区", "Region"), OPTIONAL, "岚江省"),
    Column(
        LANGUAGES,
        Bilingual("评审语言", "Languages"),
        Bilingual("可不填；多个以分号隔开，见第二张表", "May be empty; parted by semicolons, see the second sheet"),
        "zh; en",
    ),
    Column(
        CAPACITY,
        Bilingual("每轮最多评审项目数", "Proposals a round, at most"),
        Bilingual("可不填，即不限", "May be empty: no limit"),
        "30",
    ),
    Column(FIRST, Bilingual("聘期首日", "First day of the term"), A_DAY, "2026-01-01"),
    Column(LAST, Bilingual("聘期末日", "Last day of the term"), A_DAY, "2028-12-31"),
)
LENGTHS = {NAME: 100, EMPLOYER: 200, TITLE: 100, REGION: 100}
SERVICE = {"languages": LANGUAGES, "capacity": CAPACITY, "term_from": FIRST, "term_until": LAST}
"""Which column a refused field of `Service` stands in."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An expert as a row tells them. `identity` the number in its normal form, to be hashed and forgotten."""

    email: str
    name: str
    identity: str
    kind: ExpertKind
    fields: tuple[str, ...]
    employer: str
    title: str
    since: date | None
    serves: Service


@dataclass(frozen=True, slots=True)
class Known:
    """What is on record of a row's person: `same` the name of an expert with this very identity number."""

    person_id: UUID | None = None
    name: str = ""
    suspended: bool = False
    expert: bool = False
    same: str | None = None


def listed(row: Row, codes: Sequence[Code]) -> Listed | None:
    """What the row tells; None where a cell cannot be taken, and then each of those has its sentence."""
    for column in COLUMNS:
        text = row.cells.get(column.id, "")
        if any(one == "\x00" or "\ud800" <= one <= "\udfff" for one in text):
            row.say(column.id, _("This text holds a character that cannot be stored."))
        elif column.needed and not text:
            row.say(column.id, _("This is needed."))
        elif len(text) > LENGTHS.get(column.id, 2000):
            row.say(column.id, _("Use at most {n} characters.", n=LENGTHS.get(column.id, 2000)))
    kinds, fields, languages = (_options(row, one, codes) for one in (KIND, FIELDS, LANGUAGES))
    if len(kinds) > 1:
        row.say(KIND, _("Choose one of the options."))
    email = addresses.normalised(row.cells.get(EMAIL, ""))
    if email is None:
        row.say(EMAIL, _("Write the address like name@example.cn."))
    last = _day(row, LAST)
    serves = Service(
        row.cells.get(REGION, ""),
        languages,
        _capacity(row),
        _day(row, FIRST),
        last + timedelta(days=1) if last else None,
    )
    try:
        serves.check()
    except Invalid as refusal:
        for name, told in refusal.fields.items():
            row.say(SERVICE[name], told)
    identity, since = _identity(row), _day(row, SINCE)
    if row.problems or email is None:
        return None
    return Listed(
        email,
        row.cells[NAME],
        identity,
        ExpertKind(kinds[0]),
        fields,
        row.cells[EMPLOYER],
        row.cells.get(TITLE, ""),
        since,
        serves,
    )


def _options(row: Row, column: str, codes: Sequence[Code]) -> tuple[str, ...]:
    """Options by their code or by their name in either language, in any order."""
    known: dict[str, str] = {}
    for at, code, name in codes:
        if at == column:
            known |= {code.casefold(): code, name.zh: code, name.en.casefold(): code}
    found = []
    for one in re.split(r"[;；,，、\n]", row.cells.get(column, "")):
        if not (text := one.strip()):
            continue
        if text.casefold() in known:
            found.append(known[text.casefold()])
        else:
            row.say(
                column, _("There is no option “{text}”. The second sheet of the template lists them.", text=text[:60])
            )
    return tuple(dict.fromkeys(found))


def _day(row: Row, column: str) -> date | None:
    text = row.cells.get(column, "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        row.say(column, _("Write the day like 2026-11-22."))
        return None
    if not 1900 <= day.year <= 2199:
        row.say(column, _("This day is too far away."))
        return None
    return day


def _capacity(row: Row) -> int | None:
    text = row.cells.get(CAPACITY, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        row.say(CAPACITY, _("Between 1 and {n} proposals a round.", n=MOST))
        return None
    return int(text)


def _identity(row: Row) -> str:
    text = row.cells.get(IDENTITY, "")
    if not text:
        return ""
    if "*" in text:
        row.say(IDENTITY, _("This number is masked. Write it in full, or leave the cell empty."))
        return ""
    try:
        return identifiers.resident_id(text)
    except SaidError as error:
        row.say(IDENTITY, error.text)
        return ""


def check_once(rows: Sequence[Row], key: Callable[[Row], str], column: str) -> None:
    """Nobody may stand in two rows. `key`: what makes them the same person, empty where it is not known."""
    first: dict[str, int] = {}
    for row in rows:
        if mark := key(row):
            other = first.setdefault(mark, row.number)
            if other != row.number:
                row.say(column, _("Row {n} holds the same person.", n=other))


def check_known(row: Row, known: Known, *, own: bool) -> None:
    """What enrolling would refuse because of what is on record. `own`: the row is the officer's who reads it."""
    if own:
        row.say(EMAIL, _("You cannot take yourself into the expert pool."))
    elif known.expert:
        row.say(EMAIL, _("{name} is in the expert pool already.", name=known.name))
    elif known.suspended:
        row.say(EMAIL, _("This account is suspended. It cannot be taken into the pool."))
    elif known.person_id is not None and _folded(known.name) != _folded(row.cells[NAME]):
        row.say(EMAIL, _("This address has an account under another name. Compare the address and the name."))
    if known.same is not None and not known.expert:
        row.say(IDENTITY, _("{name} is in the expert pool already, with this very number.", name=known.same))


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def masked(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells as they are kept: without the identity number."""
    kept = {column: text for column, text in cells.items() if text}
    if IDENTITY in kept:
        kept[IDENTITY] = identifiers.mask_identity(kept[IDENTITY])
    return kept
