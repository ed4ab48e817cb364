"""The front door, and the pages people see when something is not as they hoped."""

import httpx
import pytest
from litestar.testing import RequestFactory

from parks.app import LANDINGS
from parks.kernel.actor import ANONYMOUS, Actor, Held, Role
from parks.kernel.words import _
from parks.web import home, problems, rendering
from parks.web.security import HEADERS


async def test_a_visitor_reads_what_parks_is_and_where_to_go(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.status_code == 200
    for link in ('href="/calls"', 'href="/sign-up"', 'href="/session/new"', 'href="/verify"'):
        assert link in page.text
    assert {name: page.headers[name] for name in HEADERS} == HEADERS


def person(*roles: Role) -> Actor:
    return Actor(ANONYMOUS.id, "王五", held=tuple(Held(role, ANONYMOUS.id, "/") for role in roles))


@pytest.mark.parametrize(
    ("roles", "place"),
    [
        ((), "/to-do"),
        ((Role.PARK_MANAGER,), "/to-do"),
        ((Role.CITY_OFFICER,), "/to-do"),
        ((Role.EXPERT,), "/desk"),
        ((Role.EXPERT, Role.CITY_OFFICER), "/desk"),
        ((Role.SYSTEM_ADMIN,), "/organisations"),
    ],
)
async def test_a_signed_in_person_goes_straight_to_their_work(roles: tuple[Role, ...], place: str) -> None:
    request = RequestFactory().get("/", user=person(*roles))
    answer = await home.page(LANDINGS, otherwise="/to-do").fn(request)
    assert (answer.status_code, answer.url) == (303, place)


async def test_every_role_has_a_landing() -> None:
    assert {role for role, _place in LANDINGS} == set(Role) - {Role.FOUNDER}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", sorted(problems.HEADINGS))
def test_each_status_has_a_page_that_quotes_its_number(status: int, lang: str) -> None:
    page = rendering.environment(lang).get_template("errors/_problem.html").render(
        error_status=status, heading=problems.HEADINGS[status], reason=_("Things have changed"), fields={},
        request_id="4ade7f4f289e128b", signed_in=False,
    )  # fmt: skip
    assert "<h1>" in page
    assert "4ade7f4f289e128b" in page
    assert 'href="/"' in page
    assert ("一" in page or "请" in page or "系统" in page or "的" in page) == (lang == "zh")
