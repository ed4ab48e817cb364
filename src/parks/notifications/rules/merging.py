"""Letters with merge fields: `{company}` or `{企业名称}` stands for what is known of each recipient.

There is no expression, no format and no attribute: a field is a name of the list, anything else is refused beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parks.kernel.errors import SaidError
from parks.kernel.words import Text, _


@dataclass(frozen=True, slots=True)
class MergeField:
    """`key` and `zh` both name it in a text; `label` says what it is."""

    key: str
    zh: str
    label: Text


FIELDS: Mapping[str, MergeField] = {
    one.key: one
    for one in (
        MergeField("name", "姓名", _("The recipient's name")),
        MergeField("company", "企业名称", _("The company")),
        MergeField("number", "受理编号", _("The application's number")),
        MergeField("project", "项目名称", _("The project's title")),
        MergeField("call", "通知名称", _("The call")),
        MergeField("park", "园区", _("The park")),
        MergeField("state", "状态", _("Where the application stands, as its applicant may know it")),
        MergeField("contact", "咨询电话", _("The contact of the call")),
        MergeField("letter", "告知书编号", _("The number of the correction letter")),
        MergeField("due", "截止日期", _("The last day")),
        MergeField("office", "单位", _("The office that decided")),
        MergeField("reason", "理由", _("The reason given")),
        MergeField("rule", "条款", _("The rule that is not met")),
        MergeField("tier", "档次", _("The tier")),
        MergeField("amount", "金额", _("The amount")),
        MergeField("notice", "公示编号", _("The number of the public notice")),
        MergeField("last", "公示截止日", _("The last day of the notice")),
        MergeField("code", "验证码", _("The code to verify the letter")),
    )
}
BY_NAME = {one.key: one for one in FIELDS.values()} | {one.zh: one for one in FIELDS.values()}

ALWAYS = ("name", "company", "number", "project", "call", "park", "state", "contact")
"""Known of every application that was sent."""

LETTERS: Mapping[str, tuple[str, ...]] = {
    "programmes/submitted": ALWAYS,
    "programmes/returned": (*ALWAYS, "letter", "due"),
    "programmes/moved_up": (*ALWAYS, "office"),
    "programmes/refused": (*ALWAYS, "office", "reason", "rule"),
    "programmes/noticed": (*ALWAYS, "tier", "notice", "last"),
    "programmes/substituted": (*ALWAYS, "tier", "notice", "last"),
    "programmes/awarded": (*ALWAYS, "tier", "amount", "code"),
}
"""The letters that a call may word itself, with what each may say."""

LETTER_NAMES: Mapping[str, Text] = {
    "programmes/submitted": _("Receipt of an application"),
    "programmes/returned": _("Return for correction"),
    "programmes/moved_up": _("Passed on to the next level"),
    "programmes/refused": _("Not recommended, or not eligible"),
    "programmes/noticed": _("Proposed in the public notice"),
    "programmes/substituted": _("Moved up into a place that an objection freed"),
    "programmes/awarded": _("Award"),
}

FIELD = re.compile(r"\{([^{}\n]*)\}")


def fields_of(text: str, offered: Sequence[str]) -> tuple[str, ...]:
    """The keys of the fields that a text uses, each once. SaidError names the first that is not offered, or a brace
    that stands alone.
    """
    used: dict[str, None] = {}
    for name in _names(text):
        found = BY_NAME.get(name.strip())
        if found is None or found.key not in offered:
            raise SaidError(
                _("There is no field {name} in this letter. Use the fields listed beside it.", name=f"{{{name}}}")
            )
        used[found.key] = None
    return tuple(used)


def _names(text: str) -> Iterator[str]:
    left = FIELD.sub("", text)
    if "{" in left or "}" in left:
        raise SaidError(_("A curly bracket stands alone. Write a field as {example}.", example="{company}"))
    yield from (match[1] for match in FIELD.finditer(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each field's value; one that is not known shows a dash, and never another field's braces."""
    return FIELD.sub(lambda match: values.get(_key(match[1]), "") or "—", text)


def gaps(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of the text that nothing is known for."""
    return tuple(dict.fromkeys(key for match in FIELD.finditer(text) if not values.get(key := _key(match[1]), "")))


def _key(name: str) -> str:
    found = BY_NAME.get(name.strip())
    return found.key if found else ""
