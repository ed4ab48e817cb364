"""What people type: read once into a pydantic shape, with a sentence for each field, and nothing typed is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from litestar.connection import Request
from litestar.datastructures import UploadFile
from pydantic import BaseModel, ValidationError

from parks.kernel.errors import Invalid, Refusal, SaidError
from parks.kernel.words import Text, _

M = TypeVar("M", bound=BaseModel)

__all__ = ["Form", "SaidError", "blank", "parse", "read", "sentences", "upload"]


@dataclass
class Form(Generic[M]):
    """`values` as typed, `errors` a sentence a field (`""` for the form as a whole), `data` once it is in order."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Text] = field(default_factory=dict)
    parsed: M | None = None

    @property
    def ok(self) -> bool:
        return not self.errors and self.parsed is not None

    @property
    def data(self) -> M:
        if self.parsed is None:
            raise Invalid(fields=self.errors)
        return self.parsed

    def refuse(self, refusal: Refusal) -> "Form[M]":
        """Take an action's refusal to the fields it names, or to the form as a whole."""
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        self.errors |= fields or {"": refusal.reason}
        return self

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name, "")

    def error(self, name: str) -> Text | None:
        return self.errors.get(name)


def blank(values: Mapping[str, Any] | None = None) -> Form[Any]:
    """A form as it is first shown, filled with what is already known."""
    return Form(values=dict(values or {}))


HELPERS = frozenset({"_find", "_q"})
"""What a form carries for its own use and no record takes: the words searched for, and the button that searches."""


async def read(request: Request[Any, Any, Any], shape: type[M]) -> Form[M]:
    """The sent form in that shape. Empty text counts as not given; a NUL is refused, for PostgreSQL takes none."""
    sent = await request.form()
    values: dict[str, Any] = {}
    for name in sent:
        if name == "_csrf":
            continue
        several = sent.getall(name)
        values[name] = several if len(several) > 1 or _takes_several(shape, name) else several[0]
    return parse(shape, values)


def parse(shape: type[M], values: dict[str, Any]) -> Form[M]:
    form: Form[M] = Form(values=values)
    nul = {name for name, value in values.items() if any("\x00" in text for text in _texts(value))}
    if nul:
        form.errors = {name: _("This text holds a character that cannot be stored.") for name in nul}
        return form
    given = {name: value for name, value in values.items() if value not in ("", None) and name not in HELPERS}
    try:
        form.parsed = shape.model_validate(given)
    except ValidationError as error:
        form.errors = sentences(error)
    return form


def _takes_several(shape: type[BaseModel], name: str) -> bool:
    found = shape.model_fields.get(name)
    return found is not None and str(found.annotation).startswith(("list", "tuple"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)


def sentences(error: ValidationError) -> dict[str, Text]:
    """A plain sentence for each field that pydantic refuses."""
    found: dict[str, Text] = {}
    for detail in error.errors():
        name = ".".join(str(part) for part in detail["loc"])
        found.setdefault(name, _sentence(cast("Mapping[str, Any]", detail)))
    return found


def _sentence(detail: Mapping[str, Any]) -> Text:
    context = detail.get("ctx", {})
    raised = context.get("error")
    if isinstance(raised, SaidError):
        return raised.text
    match detail["type"]:
        case "missing":
            return _("This is needed.")
        case "string_too_long":
            return _("Use at most {n} characters.", n=context["max_length"])
        case "string_too_short" | "too_short":
            return _("Use at least {n} characters.", n=context["min_length"])
        case "greater_than" | "greater_than_equal":
            return _("This is too small: the least is {n}.", n=context.get("ge", context.get("gt")))
        case "less_than" | "less_than_equal":
            return _("This is too large: the most is {n}.", n=context.get("le", context.get("lt")))
        case "enum" | "literal_error":
            return _("Choose one of the options.")
        case kind if kind.startswith(("date", "datetime")):
            return _("This is not a date. Write it as 2026-11-22.")
        case kind if kind.startswith(("int", "decimal", "float")):
            return _("This is not a number.")
        case kind if kind.startswith("uuid"):
            return _("Choose one of the options.")
        case kind if kind.startswith("bool"):
            return _("Answer yes or no.")
        case "extra_forbidden":
            return _("This is not asked for.")
        case _:
            return _("Check this: it cannot be taken as it is.")


def upload(value: Any) -> UploadFile | None:
    return value if isinstance(value, UploadFile) else None
