"""What a company must have, prefers and can pay: asked for on the page, told beside units, overruled with a reason."""

from datetime import timedelta
from decimal import Decimal

import httpx
import pytest
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.kernel.actor import Role
from parks.kernel.errors import Invalid
from parks.kernel.money import Money
from parks.spaces import actions, queries
from parks.spaces.states import RequestState

OVERRULED = "SELECT detail FROM audit_entry WHERE subject_id = $1 AND act = 'fit overruled'"


async def test_a_founder_says_what_she_needs_and_the_manager_reads_it_beside_each_unit(
    db: None, client: httpx.AsyncClient
) -> None:
    home = await make.estate()
    await make.units(home)
    (wet,) = await make.units(home, features=("water", "fume_hood"))
    founder, company = await make.company(founder=await people.person("林知微", language="en"))
    start = await clock.today()
    typed = {
        "company_id": str(company),
        "park_id": str(home.park_id),
        "kind": "private_office",
        "start": str(start),
        "last_day": str(start + timedelta(days=364)),
        "must": ["fume_hood"],
        "prefer": ["fume_hood", "water"],
        "budget": "8000",
    }
    await people.signed_in(client, founder)
    bad = await client.post("/space", data=typed | {"must": ["moat"], "budget": "0"})
    assert (bad.status_code, 'value="0"' in bad.text, bad.text.count(" checked")) == (422, True, 3)
    moat = await client.post("/space", data=typed | {"must": ["moat"]})
    assert moat.status_code == 422
    assert "These features are not known: moat." in moat.text
    assert (await client.post("/space", data=typed)).status_code == 303
    (asked,) = await queries.my_requests(founder)
    assert (asked.must, asked.prefer, asked.budget) == (("fume_hood",), ("water",), Money(Decimal(8000)))

    await people.signed_in(client, await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)], language="en"))
    page = await client.get(f"/requests/{asked.id}")
    assert page.text.index("A302") < page.text.index("Fume hood: it must be there and is missing.")
    assert "¥8,100.00 a month before relief is ¥100.00 above the budget." in page.text
    assert page.text.count("Lacks what is needed") == 1
    assert "Lacks what is needed" not in (await client.get(f"/units/{wet}")).text
    told = (await client.get("/api/v1/requests")).json()["items"][0]
    assert (told["must"], told["prefer"], told["budget"]["amount"]) == (["fume_hood"], ["water"], "8000.00")


async def test_a_unit_that_lacks_a_must_is_given_only_with_a_reason_that_stays(db: None) -> None:
    home = await make.estate()
    (dry,) = await make.units(home)
    founder, company = await make.company()
    request = await make.request(founder, company, home.park_id, must=("water",))
    period = await make.days(0, 365)
    with pytest.raises(Invalid) as refusal:
        await actions.let(home.manager, dry, period, company, request)
    assert set(refusal.value.fields) == {"note"}
    with pytest.raises(Invalid):
        await make.offer(home, dry, request)
    assert (await queries.request(founder, request)).state is RequestState.ASKED
    assert await database.rows("SELECT id FROM allocation") == []

    await actions.let(home.manager, dry, period, company, request, "水路六月接通，企业同意")
    (kept,) = await database.rows(OVERRULED, request)
    assert (kept["detail"]["lacking"], kept["detail"]["reason"]) == (["water"], "水路六月接通，企业同意")
