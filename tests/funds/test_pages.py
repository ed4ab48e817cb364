"""The pages of public money over HTTP: the whole way without a script, what each reader sees, and what it costs."""

import io
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import documents
from tests.make import funds as make
from tests.make import identity as people
from tests.make.funds import Purse

from parks.adapters import clock, database
from parks.kernel.actor import Actor


@dataclass
class Scene:
    of: Purse
    commitment: UUID
    tranche: UUID

    @property
    def founder(self) -> Actor:
        return self.of.founders[0]


@pytest.fixture
async def scene(db: None) -> Scene:
    of = await make.purse(companies_with_accounts=2)
    commitment = await make.commitment(of, 300_000, 200_000)
    return Scene(of, commitment, (await make.tranches(commitment))[0])


@pytest.fixture
async def browser(client: httpx.AsyncClient) -> httpx.AsyncClient:
    client.headers["accept-language"] = "en"
    return client


async def test_from_the_proposal_to_the_settled_bank_file(scene: Scene, browser: httpx.AsyncClient) -> None:
    first = await people.signed_in(browser, scene.of.first)
    page = f"/tranches/{scene.tranche}"
    refused = await first.post(f"{page}/proposal", data={"reason": ""})
    assert refused.status_code == 422
    assert (await first.post(f"{page}/proposal", data={"reason": "协议已签"})).status_code == 303
    own = await first.post(f"{page}/approval")
    assert own.status_code == 403
    assert "您本人提出" in own.text

    second = await people.signed_in(browser, scene.of.second)
    assert (await second.post(f"{page}/approval")).status_code == 303
    queue = await second.get("/releases")
    assert str(scene.tranche) in queue.text
    none = await second.post("/payments", data={"budget": str(scene.of.budget_id)})
    assert none.status_code == 422
    made = await second.post("/payments", data={"budget": str(scene.of.budget_id), "tranche": str(scene.tranche)})
    batch = made.headers["location"]
    shown = await second.get(batch)
    assert make.ACCOUNT not in shown.text
    file = await second.post(f"{batch}/file")
    assert file.headers["content-disposition"].startswith("attachment")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert rows[2][rows[0].index("account")] == make.ACCOUNT

    nothing = await second.put(f"{batch}/result")
    assert nothing.status_code == 422
    told = make.filled(file.content, {0: {"status": "paid", "paid_on": str(await clock.today())}})
    settled = await second.put(f"{batch}/result", files={"file": ("back.xlsx", told)})
    assert settled.status_code == 303
    assert await make.figures(scene.of.budget_id) == (2_000_000, 500_000, 1_500_000, 0, 300_000)


async def test_a_founder_reports_with_a_voucher_and_an_officer_accepts(
    scene: Scene, browser: httpx.AsyncClient
) -> None:
    await make.paid(scene.of, scene.tranche)
    report: UUID = await database.value("SELECT id FROM fund_use_report")
    founder = await people.signed_in(browser, scene.founder)
    grants = await founder.get("/grants")
    assert f"/use-reports/{report}" in grants.text
    line = await database.value("SELECT id FROM fund_use_line ORDER BY position LIMIT 1")
    typed = {
        "line": str(line),
        "spent_on": str(await clock.today()),
        "receiver": "=岚江仪器",
        "purpose": "激光器 <b>",
        "amount": "1200.50",
    }
    url = f"/use-reports/{report}"
    undeclared = await founder.post(f"{url}/expenses", data=typed, files={"voucher": ("v.pdf", documents.PDF)})
    assert undeclared.status_code == 422
    assert 'value="=岚江仪器"' in undeclared.text
    added = await founder.post(
        f"{url}/expenses", data=typed | {"no_secrets": "true"}, files={"voucher": ("v.pdf", documents.PDF)}
    )
    assert added.status_code == 303
    shown = await founder.get(url)
    assert "激光器 &lt;b&gt;" in shown.text
    expense = await database.value("SELECT id FROM fund_expense")
    voucher = await founder.get(f"{url}/expenses/{expense}/voucher")
    assert voucher.content == documents.PDF
    empty = await founder.put(f"{url}/submission", data={"text": ""})
    assert empty.status_code == 422
    assert (await founder.put(f"{url}/submission", data={"text": "购置设备。"})).status_code == 303
    late = await founder.delete(f"{url}/expenses/{expense}")
    assert late.status_code == 409

    officer = await people.signed_in(browser, scene.of.second)
    listed = await officer.get("/use-reports")
    assert url in listed.text
    assert (await officer.put(f"{url}/decision", data={"accepted": "false"})).status_code == 422
    assert (await officer.put(f"{url}/decision", data={"accepted": "true"})).status_code == 303
    assert await database.value("SELECT state FROM fund_use_report WHERE id = $1", report) == "accepted"


async def test_strangers_find_nothing_and_auditors_read_alone(scene: Scene, browser: httpx.AsyncClient) -> None:
    pages = [
        f"/budgets/{scene.of.budget_id}",
        f"/budgets/{scene.of.budget_id}/ledger",
        f"/commitments/{scene.commitment}",
        f"/tranches/{scene.tranche}/proposal/new",
    ]
    stranger = await people.signed_in(browser, scene.of.stranger)
    assert [(await stranger.get(page)).status_code for page in pages] == [404, 404, 404, 404]
    assert "YS-CN" not in (await stranger.get("/budgets")).text + (await stranger.get("/releases")).text
    other = await people.signed_in(browser, scene.of.founders[1])
    assert [(await other.get(page)).status_code for page in pages] == [403, 403, 404, 403]
    assert str(scene.commitment) not in (await other.get("/grants")).text
    auditor = await people.signed_in(browser, scene.of.auditor)
    assert [(await auditor.get(page)).status_code for page in pages] == [200, 200, 200, 403]
    assert "proposal/new" not in (await auditor.get(pages[2])).text
    export = await auditor.get(f"{pages[1]}/export?kind=csv")
    assert "=" not in export.text.split("\n")[1][:1]
    assert (await auditor.post(f"/tranches/{scene.tranche}/proposal", data={"reason": "x"})).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
async def test_no_list_costs_more_for_more_rows(scene: Scene, browser: httpx.AsyncClient, more: int) -> None:
    of = scene.of
    for _each in range(more):
        await make.commitment(of, 10_000)
    for commitment in [one["id"] for one in await database.rows("SELECT id FROM fund_commitment")]:
        await make.paid(of, (await make.tranches(commitment))[0])
    batch = await database.value("SELECT id FROM fund_payment_batch LIMIT 1")
    report = await database.value("SELECT id FROM fund_use_report LIMIT 1")
    officer = await people.signed_in(browser, of.first)
    for page in (
        "/budgets",
        f"/budgets/{of.budget_id}",
        f"/budgets/{of.budget_id}/ledger",
        f"/commitments/{scene.commitment}",
        "/releases",
        "/payments",
        f"/payments/{batch}",
        "/use-reports",
        f"/use-reports/{report}",
    ):
        async with counted() as seen:
            assert (await officer.get(page)).status_code == 200, page
        assert len(seen) <= 4, (page, seen)
    founder = await people.signed_in(browser, scene.founder)
    async with counted() as seen:
        assert (await founder.get("/grants")).status_code == 200
    assert len(seen) <= 3


async def test_checks_clawback_and_matching_are_small_pages_of_their_own(
    scene: Scene, browser: httpx.AsyncClient
) -> None:
    await make.paid(scene.of, scene.tranche)
    officer = await people.signed_in(browser, scene.of.first)
    url = f"/commitments/{scene.commitment}"
    for noun in ("checks", "clawback", "cancellation", "payee", "matching", "closure"):
        assert (await officer.get(f"{url}/{noun}/new")).status_code == 200
    assert (await officer.get(f"{url}/nothing/new")).status_code == 404
    gone = await officer.post(f"{url}/closure")
    assert gone.status_code == 409
    due = str(await make.days(20))
    typed = {"kind": "midterm_check", "outcome": "rectify", "text": "台账不全"}
    kept = await officer.post(f"{url}/checks", data=typed)
    assert kept.status_code == 422
    assert "台账不全" in kept.text
    assert (await officer.post(f"{url}/checks", data=typed | {"due": due})).status_code == 303
    check = await database.value("SELECT id FROM fund_check")
    founder = await people.signed_in(browser, scene.founder)
    assert (await founder.post(f"/checks/{check}/answer", data={"text": "已补全"})).status_code == 303
    officer = await people.signed_in(browser, scene.of.first)
    done = await officer.post(f"/checks/{check}/judgement", data={"done": "true", "text": "到位"})
    assert done.status_code == 303
    matched = {"giver": "澄湖市财政局", "amount": "150000", "received_on": str(await clock.today())}
    assert (await officer.post(f"{url}/matching", data=matched)).status_code == 303
    demanded = {"amount": "300000", "reason": "资金挪用", "due": due}
    assert (await officer.post(f"{url}/clawback", data=demanded)).status_code == 303
    clawback = await database.value("SELECT id FROM fund_clawback")
    back = {"amount": "100000", "received_on": str(await clock.today())}
    assert (await officer.post(f"/clawbacks/{clawback}/repayments", data=back)).status_code == 303
    assert (await officer.post(f"/clawbacks/{clawback}/write-off", data={"decision": "我自己决定"})).status_code == 403
    page = (await officer.get(url)).text
    assert "¥200,000.00" in page
    changed = {"amount": "5", "lower": "false", "decision": "财社〔2026〕9号"}
    assert (await officer.post(f"/budgets/{scene.of.budget_id}/change", data=changed)).status_code == 303


async def test_the_whole_account_is_shown_once_to_its_officer_for_a_reason_that_is_kept(
    scene: Scene, browser: httpx.AsyncClient
) -> None:
    url = f"/commitments/{scene.commitment}"
    officer = await people.signed_in(browser, scene.of.first)
    assert make.ACCOUNT not in (await officer.get(url)).text
    wanting = await officer.post(f"{url}/account", data={"reason": " "})
    assert (wanting.status_code, make.ACCOUNT in wanting.text) == (422, False)
    shown = await officer.post(f"{url}/account", data={"reason": "银行退票，逐位核对"})
    assert (shown.status_code, make.ACCOUNT in shown.text) == (200, True)
    assert make.ACCOUNT not in (await officer.get(url)).text
    told = await officer.post(f"/api/v1{url}/account", json={"reason": "银行退票，逐位核对"})
    assert told.json() == {"account": make.ACCOUNT}
    lines = await database.rows("SELECT detail FROM audit_entry WHERE act = 'payee account unmasked'")
    assert [one["detail"]["reason"] for one in lines] == ["银行退票，逐位核对"] * 2
    assert await database.value("SELECT count(*) FROM audit_entry WHERE detail::text LIKE $1", f"%{make.ACCOUNT}%") == 0
    for other in (scene.founder, scene.of.auditor, scene.of.stranger):
        stranger = await people.signed_in(browser, other)
        refused = await stranger.post(f"{url}/account", data={"reason": "想看一看账号"})
        assert (refused.status_code in {403, 404}, make.ACCOUNT in refused.text) == (True, False)
