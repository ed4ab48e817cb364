"""Amounts in capital characters."""

from decimal import Decimal

import pytest

from parks.programmes.rules.capitals import in_capitals


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("500000.00", "伍拾万元整"),
        ("200000", "贰拾万元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("0", "零元整"),
        ("0.30", "叁角整"),
    ],
)
def test_amounts_as_the_payment_rules_write_them(amount: str, said: str) -> None:
    assert in_capitals(Decimal(amount)) == said
