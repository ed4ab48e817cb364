"""What waits for a person in programmes: drafts and corrections of their own, cases at their desk, objections,
waivers that were asked for, and places that an objection freed.
"""

from typing import Any

from parks.adapters.database import rows
from parks.kernel.actor import Actor, Role
from parks.kernel.to_do import ToDo
from parks.kernel.words import Bilingual, Text, _
from parks.programmes.queries.hearing import AT_DESK
from parks.programmes.queries.scope import on_side, under, unsealed
from parks.programmes.states import OVER

OVER_NOW = "ARRAY[" + ", ".join(f"'{state}'" for state in sorted(OVER)) + "]"
AT_MOST = 50  # of each kind; the work list has them all

OWN = f"""
SELECT CASE WHEN a.state = 'draft' THEN 'draft' ELSE 'correction' END AS kind, a.id, a.number, a.company_name,
  c.title_zh, c.title_en, CASE WHEN a.state = 'draft' THEN d.at END AS at, k.due, k.provisional
FROM application a JOIN call c ON c.id = a.call CROSS JOIN LATERAL (SELECT call_deadline(a.call, a.company) AS at) d
LEFT JOIN correction k ON k.application = a.id AND k.corrected_at IS NULL
WHERE {on_side(1)} AND (a.state = 'returned_for_correction'
  OR a.state = 'draft' AND c.state = 'open' AND c.opens_at <= parks_now() AND d.at > parks_now())
"""
DESK = """
(SELECT 'desk', a.id, a.number, a.company_name, c.title_zh, c.title_en, NULL::timestamptz, NULL::date, FALSE
FROM application a JOIN call c ON c.id = a.call JOIN organisation o ON o.id = c.organisation
WHERE {where} ORDER BY a.moved_at, a.id LIMIT {limit})
"""
OBJECTIONS = """
(SELECT 'objection', b.id, b.number, a.company_name, c.title_zh, c.title_en, NULL, NULL, FALSE
FROM objection b JOIN application a ON a.id = b.application JOIN call c ON c.id = a.call
JOIN organisation o ON o.id = c.organisation
WHERE b.state = 'filed' AND o.path ^@ ANY(${place}::text[]) ORDER BY b.filed_at, b.id LIMIT {limit})
"""
WAIVERS = """
(SELECT 'waiver', a.id, a.number, a.company_name, c.title_zh, c.title_en, NULL, NULL, FALSE
FROM waiver w JOIN application a ON a.id = w.application JOIN call c ON c.id = a.call
JOIN organisation o ON o.id = c.organisation
WHERE w.state = 'asked' AND w.asked_by <> $1 AND a.applicant <> $1 AND a.state <> ALL({over})
  AND o.path ^@ ANY(${place}::text[]) AND {unsealed} ORDER BY w.asked_at, w.id LIMIT {limit})
"""
FREED = """
(SELECT 'freed', c.id, a.number, a.company_name, c.title_zh, c.title_en, NULL, NULL, FALSE
FROM selection_candidate k JOIN selection s ON s.id = k.selection JOIN application a ON a.id = k.application
JOIN call c ON c.id = s.call JOIN organisation o ON o.id = c.organisation
WHERE k.notice IS NOT NULL AND a.state = 'not_selected' AND o.path ^@ ANY(${place}::text[])
  AND NOT EXISTS (SELECT FROM notice_substitution u WHERE u.removed = k.application)
  AND EXISTS (SELECT FROM selection_candidate x JOIN application r ON r.id = x.application
    WHERE x.selection = s.id AND r.state = 'ranked') ORDER BY a.moved_at, a.id LIMIT {limit})
"""
"""As `queries.selections.SelectionView.undecided` counts them: while there is somebody to move up."""


async def to_do(actor: Actor) -> list[ToDo]:
    """The actor's own and what lies at the desks they hold, oldest first; one statement."""
    values: list[Any] = [actor.id]
    parts = [OWN]
    desks = []
    for role in dict.fromkeys(AT_DESK.values()):
        if places := actor.paths(role):
            if role is Role.PROGRAMME_OFFICER:  # of those calls alone that they run, wherever the company is
                values.append(places)
                inside = f"o.path ^@ ANY(${len(values)}::text[])"
            else:
                inside, ends = under(places, len(values) + 1)
                values += ends
            values.append([state.value for state, at in AT_DESK.items() if at is role])
            states = f"a.state = ANY(${len(values)}::text[])"
            desks.append(f"({inside} AND {unsealed(1)} AND {states} AND a.applicant <> $1)")
    if desks:
        parts.append(DESK.format(where=" OR ".join(desks), limit=AT_MOST))
    if places := actor.paths(Role.PROGRAMME_OFFICER):
        values.append(places)
        told = {"place": len(values), "limit": AT_MOST, "unsealed": unsealed(1), "over": OVER_NOW}
        parts += [kind.format(**told) for kind in (OBJECTIONS, WAIVERS, FREED)]
    return [_line(one) for one in await rows(" UNION ALL ".join(parts), *values)]


LABELS: dict[str, Text] = {
    "draft": _("Finish and send your application"),
    "correction": _("Correct what was returned and send it again"),
    "desk": _("Decide on an application"),
    "objection": _("Answer an objection"),
    "waiver": _("Decide on a waiver that was asked for"),
    "freed": _("Decide who moves up into a place that is free again"),
}
URLS = {"objection": "/objections/{}", "waiver": "/applications/{}/waivers", "freed": "/calls/{}/selection"}


def _line(one: Any) -> ToDo:
    call = Bilingual(one["title_zh"], one["title_en"])
    matter = " ".join(part for part in (one["number"], one["company_name"]) if part)
    return ToDo(
        LABELS[one["kind"]],
        URLS.get(one["kind"], "/applications/{}").format(one["id"]),
        Bilingual(f"{matter} · {call.zh}", f"{matter} · {call.en}"),
        one["at"] or one["due"],
        bool(one["provisional"]),
    )
