"""The invented identifiers are those of the domain research, and nobody's twice."""

from datetime import date

import pytest

from parks.demo.fictions import EXPERTS, FOUNDERS, identity_number, patent, uscc


@pytest.mark.parametrize(
    ("number", "code"), [(1, "91330100FAKE00013C"), (2, "91330100FAKE000217"), (3, "91330100FAKE0003XY")]
)
def test_codes_of_companies_carry_both_check_signs(number: int, code: str) -> None:
    assert uscc(number) == code


def test_other_registrars_and_people_and_patents_check_too() -> None:
    assert uscc(99, "12330100").startswith("12330100FAKE0099")
    assert identity_number("330106", date(1992, 3, 5), 996) == "330106199203059960"
    assert identity_number("310104", date(1977, 9, 21), 997) == "310104197709219970"
    assert patent(2023, 9990001) == "ZL202319990001.1"
    assert patent(2025, 9990003) == "ZL202519990003.X"


def test_there_are_forty_founders_and_twenty_five_experts_and_all_differ() -> None:
    assert (len(FOUNDERS), len(EXPERTS)) == (40, 25)
    for distinct in ("email", "name", "company", "identity"):
        assert len({getattr(one, distinct) for one in FOUNDERS}) == 40
    assert len({one.email for one in FOUNDERS} | {one.email for one in EXPERTS}) == 65
    assert len({uscc(one.number) for one in FOUNDERS}) == 40
