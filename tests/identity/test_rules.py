"""The pure choices: passwords, addresses, places, where to go next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parks.identity.rules import addresses, limits, next_page, passwords, places
from parks.identity.states import OrganisationKind as Kind
from parks.kernel.actor import Role

TRIED_FIRST = """
12345678 123456789 1234567890 87654321 password password1 Password1! P@ssw0rd passw0rd123 PASSWORD!!! qwertyuiop
qwerty123 1q2w3e4r 1qaz2wsx q1w2e3r4t5 asdfghjkl zxcvbnm1 abcdefgh abcd1234 a1234567 iloveyou1 letmein123
admin123 administrator root1234 welcome1 Welcome2026! monkey123 dragon12 sunshine1 princess1 football1 baseball1
superman1 aaaaaaaa 11111111 abcabcabc 121212121212 00000000 19920305 2026-11-22 13800138000 woaini1314 woaini520
5201314520 zhongguo1 beijing2026 qwe123456 asd123456 123456abc 123qweasd test1234 changeme1 secret123 trustno1!
shadow12 michael1 jordan23 87654321a 147258369 !@#$%^&* 一二三四五六七八 密码12345678 我爱你我爱你 parks2026 Summer2026!
"""


@pytest.mark.parametrize("password", TRIED_FIRST.split())
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert passwords.problem(password) is not None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "星阑 光电 2027 春",
        "春眠不觉晓处处闻啼鸟",
        "x7#kQ9!mW2",
        "korrektes pferd",
        "k" * 3 + "vzrt wm" + "9" * 3,
        "long " * 30 + "and different",
        "Tr0mbone.Aubergine",
        " leading and trailing ",
    ],
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    assert passwords.problem(password, "林知微", "lin@example.cn") is None


@pytest.mark.parametrize("password", ["林知微19920305"[:8], "linzhiwei2026", "lin.zhiwei@1"])
def test_ones_own_name_or_address_is_refused(password: str) -> None:
    assert passwords.problem(password, "林知微", "linzhiwei@example.cn") or passwords.problem(password, "Lin Zhiwei")


def test_seven_are_too_few_and_a_thousand_are_fine() -> None:
    assert passwords.problem("x7#kQ9!")
    assert passwords.problem("xk vq" * 200) is None
    assert passwords.problem("xk vq" * 206)


@given(st.text(max_size=60))
def test_a_password_is_judged_never_a_crash(password: str) -> None:
    passwords.problem(password, password[:3], "a@b.cn")


@given(st.text(max_size=40))
def test_a_kept_password_is_whole(password: str) -> None:
    """Two that differ at the end stay different: nothing is cut or trimmed."""
    assert passwords.prepared(password + "a") != passwords.prepared(password + "b")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lin@Example.CN", "lin@example.cn"),
        ("  lin@example.cn ", "lin@example.cn"),
        ("lin＠example.cn", "lin@example.cn"),
        ("lin+parks@example.cn", "lin+parks@example.cn"),
        ("lin@澄湖.cn", "lin@xn--0zws95f.cn"),
        ("lin@例子.中国", "lin@xn--fsqu00a.xn--fiqs8s"),
        ("", None),
        ("lin", None),
        ("@example.cn", None),
        ("lin@", None),
        ("lin@example", None),
        ("lin@127.0.0.1", None),
        ("lin@@example.cn", None),
        ("lin @example.cn", None),
        ("lin@example..cn", None),
        (".lin@example.cn", None),
        ("lin@-example.cn", None),
        ("lin@example.cn\nBcc: x@y.cn", None),
        ("lin@example.cn, x@y.cn", None),
        ("<lin@example.cn>", None),
        ("a" * 65 + "@example.cn", None),
        ("lin@" + "a" * 64 + ".cn", None),
        ("lin\x00@example.cn", None),
        ("林@example.cn", None),
    ],
)
def test_addresses_have_one_form(typed: str, kept: str | None) -> None:
    if kept and "xn--0" in kept:
        kept = "lin@" + "澄湖.cn".encode("idna").decode()
    assert addresses.normalised(typed) == kept


@given(st.text(max_size=80))
def test_a_normalised_address_stays_as_it_is(typed: str) -> None:
    once = addresses.normalised(typed)
    assert once is None or addresses.normalised(once) == once


@pytest.mark.parametrize(
    ("asked", "given_"),
    [
        ("/account", "/account"),
        ("/applications?q=%E6%98%9F&size=20#top", "/applications?q=%E6%98%9F&size=20#top"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("https://evil.example", "/"),
        ("https:/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        (" /account", "/"),
        ("///evil.example", "/"),
        ("/%0d%0aSet-Cookie: a=b", "/"),
        ("/session/new", "/"),
        ("/account\r\nSet-Cookie: a=b", "/"),
        ("/星", "/"),
        ("//[", "/"),
        ("", "/"),
        ("/" + "a" * 2001, "/"),
    ],
)
def test_next_leads_to_our_own_pages_alone(asked: str, given_: str) -> None:
    assert next_page.safe_next(asked) == given_


@pytest.mark.parametrize(
    ("kind", "parent", "stands"),
    [
        (Kind.NATION, None, True),
        (Kind.NATION, Kind.NATION, False),
        (Kind.PROVINCE, Kind.NATION, True),
        (Kind.PROVINCE, None, False),
        (Kind.CITY, Kind.PROVINCE, True),
        (Kind.CITY, Kind.PARK, False),
        (Kind.PARK, Kind.CITY, True),
        (Kind.PARK, Kind.PROVINCE, True),
        (Kind.CITY, Kind.CITY, False),
        (Kind.BANK, Kind.CITY, True),
        (Kind.BANK, Kind.BANK, False),
        (Kind.COMPANY, Kind.PARK, True),
    ],
)
def test_what_stands_under_what(kind: Kind, parent: Kind | None, stands: bool) -> None:
    assert places.stands_under(kind, parent) is stands


def test_nobody_is_appointed_a_founder_and_a_manager_manages_a_park() -> None:
    assert not any(places.fits(Role.FOUNDER, kind) for kind in Kind)
    assert [kind for kind in Kind if places.fits(Role.PARK_MANAGER, kind)] == [Kind.PARK]


@pytest.mark.parametrize(
    ("failed", "pending", "spare", "refused"),
    [(9, 0, 0, False), (10, 0, 0, True), (0, 10, 0, True), (5, 4, 0, False), (9, 20, 20, False), (9, 21, 20, True)],
)
def test_the_limit_counts_failures_and_tries_under_way(failed: int, pending: int, spare: int, refused: bool) -> None:
    assert limits.too_many(failed=failed, pending=pending, spare=spare) is refused


@pytest.mark.parametrize(
    ("ip", "counts_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_of_ipv6_a_household_counts_as_one(ip: str, counts_as: str) -> None:
    assert limits.household(ip) == counts_as
