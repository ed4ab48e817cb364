"""What experts may read: only what is marked as safe, files under neutral names."""

import json

from tests.make import programmes as make

from parks.kernel.words import Bilingual
from parks.programmes.queries import proposals
from parks.reviews.rules.proposal import Proposal


async def test_the_blind_proposal_names_nobody(db: None) -> None:
    world = await make.world()
    made = await make.application(world, answers={"summary": "一种新的激光雷达。"})
    blind = await proposals.proposal(made)
    told = json.dumps(blind.stored(), ensure_ascii=False)
    assert blind.field == "electronics"
    [chosen] = [one for section in blind.sections for one in section.answers if one.label.en == "project_field"]
    assert chosen.text == Bilingual("电子信息", "Electronics")  # an expert reads what was chosen in their language
    assert Proposal.of(blind.stored()) == blind
    assert "一种新的激光雷达" in told
    assert [one.label.en for one in blind.attachments] == ["plan"]
    for canary in ("林知微", "CANARY-STORY", "商业计划书", "澄湖星阑", "91330100FAKE", "ISP-2027", str(made)):
        assert canary not in told


async def test_the_same_canaries_stand_in_what_was_sent(db: None) -> None:
    """Without this the test above would pass on an empty application."""
    from parks.programmes.queries import applications

    world = await make.world()
    made = await make.application(world)
    sent = await applications.submission(made)
    whole = json.dumps([sent.answers, sent.facts], ensure_ascii=False)
    for canary in ("林知微", "CANARY-STORY", "商业计划书", "澄湖星阑", "91330100FAKE"):
        assert canary in whole
