"""What waits for a person in funds: reports and answers of their own, releases and reports to look at."""

from parks.adapters.database import rows
from parks.funds.permissions import KEEPERS
from parks.kernel.actor import Actor
from parks.kernel.to_do import ToDo
from parks.kernel.words import Bilingual, Text, _

LABELS: dict[str, Text] = {
    "report": _("Report on the use of a grant"),
    "rectify": _("Say what you have mended"),
    "repay": _("Repay what was claimed back"),
    "approve": _("Agree to a release, or do not"),
    "check": _("Check a report of use"),
    "judge": _("Judge a rectification"),
}

OWN = """
SELECT 'report' AS kind, r.id, c.id AS commitment, c.subject_label AS about, r.due FROM fund_use_report r
JOIN fund_commitment c ON c.id = r.commitment JOIN company_member m ON m.company = c.company
WHERE m.account_id = $1 AND r.state IN ('due', 'returned') AND r.due <= parks_today() + 60
  AND c.state NOT IN ('closed', 'cancelled', 'clawed_back')
UNION ALL
SELECT 'rectify', k.id, c.id, c.subject_label, k.due FROM fund_check k JOIN fund_commitment c ON c.id = k.commitment
JOIN company_member m ON m.company = c.company WHERE m.account_id = $1 AND k.rectification = 'required'
UNION ALL
SELECT 'repay', w.id, c.id, c.subject_label, w.due FROM fund_clawback w JOIN fund_commitment c ON c.id = w.commitment
JOIN company_member m ON m.company = c.company WHERE m.account_id = $1 AND w.state = 'demanded'
"""
OFFICE = """
UNION ALL
(SELECT 'approve', t.id, c.id, c.subject_label, t.due FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment
JOIN fund_budget b ON b.id = c.budget
WHERE t.state = 'proposed' AND t.proposed_by <> $1 AND b.path ^@ ANY($2::text[]) ORDER BY t.proposed_at LIMIT 50)
UNION ALL
(SELECT 'check', r.id, c.id, c.subject_label, NULL FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment
JOIN fund_budget b ON b.id = c.budget
WHERE r.state = 'submitted' AND b.path ^@ ANY($2::text[]) ORDER BY r.submitted_at LIMIT 50)
UNION ALL
(SELECT 'judge', k.id, c.id, c.subject_label, k.due FROM fund_check k JOIN fund_commitment c ON c.id = k.commitment
JOIN fund_budget b ON b.id = c.budget
WHERE k.rectification = 'answered' AND b.path ^@ ANY($2::text[]) ORDER BY k.answered_at LIMIT 50)
"""


async def to_do(actor: Actor) -> list[ToDo]:
    """One statement: the actor's own, and for officers what lies with their place."""
    places = actor.paths(*KEEPERS)
    found = await rows(OWN + OFFICE, actor.id, places) if places else await rows(OWN, actor.id)
    return [
        ToDo(
            LABELS[one["kind"]],
            f"/use-reports/{one['id']}" if one["kind"] in {"report", "check"} else f"/commitments/{one['commitment']}",
            Bilingual(one["about"], one["about"]),
            one["due"],
        )
        for one in found
    ]
