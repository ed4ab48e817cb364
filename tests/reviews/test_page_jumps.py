"""From a criterion to what it rests on: the form's section that the rubric names, and the pages a comment names."""

from dataclasses import replace
from decimal import Decimal

import httpx
from tests.make import documents, identity
from tests.make import reviews as make
from tests.programmes.test_blindness import telling

from parks.kernel.words import Bilingual
from parks.reviews import actions, queries
from parks.reviews.rules.rubric import STARTUP


async def test_a_criterion_leads_to_its_section_and_a_comment_to_its_pages(db: None, client: httpx.AsyncClient) -> None:
    pool = await make.pool(experts=1)
    criteria = [replace(STARTUP[0], part="project"), replace(STARTUP[1], part="没有这一节"), *STARTUP[2:]]
    rubric = await actions.publish_rubric(
        pool.officer,
        organisation_id=pool.organisation_id,
        key="jumps",
        title=Bilingual("评分标准", "Rubric"),
        criteria=criteria,
    )
    pool = replace(pool, rubric_id=rubric)
    paper = await documents.pdf(pool.officer, body=telling())
    round_id = await make.review_round(pool, seats=1)
    assessment = await make.assessment(pool, round_id, documents=[paper.id])
    [(seat, actor)] = (await make.panel(pool, assessment)).items()
    await identity.signed_in(client, actor)
    first, second = (one.criterion_id for one in (await queries.my_seat(actor, seat)).lines[:2])
    page = (await client.get(f"/seats/{seat}")).text
    assert 'id="part-1"' in page
    assert page.count('<a href="#part-1">查阅：项目</a>') == 1
    assert "#part-2" not in page  # no link to a section that the form has not
    await actions.save_marks(actor, seat, [actions.NewMark(first, Decimal(8), "测算见 #1:1，不见 #2:1。", "")])
    head = {"hx-request": "true", "hx-target": f"saved-{second}"}
    sent = {f"mark-{second}": "7", f"comment-{second}": "附件1第3页", f"seen.{second}": ""}
    beside = (await client.put(f"/seats/{seat}/marks", data=sent, headers=head)).text
    assert f'href="/seats/{seat}/documents/1?page=3#page=3' in beside
    page = (await client.get(f"/seats/{seat}")).text
    link = f"/seats/{seat}/documents/1?page=1"
    assert f'<a href="{link}#page=1&amp;navpanes=0&amp;view=FitH" target="paper">附件 1 第 1 页</a>' in page
    assert "documents/2" not in page
    assert (await client.get(link)).status_code == 200
    lines = (await client.get(f"/api/v1/seats/{seat}")).json()["lines"]
    assert [one["pages"] for one in lines[:3]] == [[{"document": 1, "page": 1}], [{"document": 1, "page": 3}], []]
    # the officer's form of the next version carries the section on
    await identity.signed_in(client, pool.officer)
    assert 'value="没有这一节"' in (await client.get(f"/rubrics/new?after={rubric}")).text
