"""A criterion's scale and what stands on it, as every statement selects them: `c` criterion, `m` mark or none."""

from decimal import Decimal
from typing import Any

from parks.reviews.rules.scoring import Scale
from parks.reviews.rules.sheets import Content

SCALE = "c.weight, c.maximum, c.step, c.bonus, c.may_not_apply"
CONTENT = "m.value, COALESCE(m.comment, '') AS comment, COALESCE(m.not_applicable, FALSE) AS not_applicable"
SCALE_JSON = (
    "'weight', c.weight::text, 'maximum', c.maximum::text, 'step', c.step::text, 'bonus', c.bonus,"
    " 'may_not_apply', c.may_not_apply"
)
"""The members of a jsonb object; figures as texts, so that none is rounded on its way."""


def scale_of(one: Any) -> Scale:
    """Of a row with `SCALE`, or of an object with `SCALE_JSON`."""
    return Scale(
        Decimal(one["weight"]), Decimal(one["maximum"]), Decimal(one["step"]), one["bonus"], one["may_not_apply"]
    )


def content_of(one: Any) -> Content:
    """Of a row with `CONTENT`."""
    return Content(one["value"], one["comment"], one["not_applicable"])
