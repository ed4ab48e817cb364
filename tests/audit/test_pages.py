"""The auditors' own page: all acts named in both languages, read by the nation's auditors alone."""

import re
from uuid import uuid4

import httpx
import pytest
from tests.counting import counted
from tests.make import identity as people
from tests.make.identity import signed_in

from parks import paths
from parks.audit import actions as audit
from parks.audit.rules.acts import ACTS
from parks.audit.rules.details import told
from parks.kernel.actor import SYSTEM, Role
from parks.web.language import catalogue, translate

LITERAL = re.compile(r"""audit\.record\(\s*[\w.]+(?:\([^)]*\))?,\s*"([^"]+)\"""")


def test_every_act_that_the_code_records_has_its_words() -> None:
    told = {
        act for path in paths.PACKAGE.rglob("actions*/**/*.py") for act in LITERAL.findall(path.read_text("utf-8"))
    } | {act for path in paths.PACKAGE.rglob("actions.py") for act in LITERAL.findall(path.read_text("utf-8"))}
    assert len(told) > 60
    assert sorted(told - set(ACTS)) == []
    assert sorted(set(ACTS) - set(catalogue())) == []


@pytest.mark.parametrize("lines", [1, 3])
async def test_the_nations_auditor_reads_searches_and_exports_the_trail(
    client: httpx.AsyncClient, db: None, lines: int
) -> None:
    tree = await people.nation_tree()
    auditor = await people.person("白慎言", [(Role.AUDITOR, tree.nation)])
    for number in range(lines):
        await audit.record(SYSTEM, "unit let", uuid4(), unit=f"A31{number}")
    await signed_in(client, auditor)
    async with counted() as seen:
        page = await client.get("/audit", params={"act": "unit let"})
    assert (page.status_code, page.text.count("</span> A31"), len(seen)) == (200, lines, 3)
    assert f"共 {lines} 条" in page.text
    assert "单元出租" in page.text
    found = await client.get("/audit", params={"q": "A310"})
    assert found.text.count("</span> A31") == 1
    exported = await client.get("/audit/export", params={"act": "unit let", "kind": "csv"})
    assert exported.text.count("单元出租") == lines


async def test_details_are_told_in_words_and_identifiers_stand_apart() -> None:
    [title, closes, kept, seat] = told(
        {
            "title": {"zh": "2027 年度评审", "en": "Review 2027"},
            "closes": "2026-12-04 18:00:00+08:00",
            "reason": "",
            "confidential": True,
            "seat": "01a20498-7208-7496-b182-7b09953fbf98",
        }
    )
    assert (translate(title.name, "zh"), translate(title.value, "zh")) == ("名称", "2027 年度评审")
    assert closes.value == "2026-12-04 18:00"
    assert (kept.name, translate(kept.value, "zh")) == ("confidential", "是")
    assert (title.exact, seat.exact) == (False, True)


async def test_an_auditor_of_a_park_and_everyone_else_find_nothing(client: httpx.AsyncClient, db: None) -> None:
    tree = await people.nation_tree()
    for who, status in (
        (await people.person("白慎言", [(Role.AUDITOR, tree.park)]), 404),
        (await people.person("宋明澈", [(Role.PROGRAMME_OFFICER, tree.nation)]), 403),
        (await people.person("林知微"), 403),
    ):
        await signed_in(client, who)
        assert (await client.get("/audit")).status_code == status
        assert (await client.get("/audit/export")).status_code == status
