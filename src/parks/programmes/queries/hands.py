"""Who works on one application, with what they were given, and who was asked."""

from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import rows
from parks.identity import queries as identity
from parks.identity.queries import InvitationView
from parks.kernel.errors import hidden
from parks.programmes.queries.applications import ApplicationView
from parks.startups.states import Hand


@dataclass(frozen=True, slots=True)
class HandView:
    """`owner`: the applicant; `of_company`: by membership of the company, which its owner ends."""

    person_id: UUID
    name: str
    email: str
    owner: bool
    of_company: bool
    rights: tuple[Hand, ...]


@dataclass(frozen=True, slots=True)
class Hands:
    people: tuple[HandView, ...]
    invitations: tuple[InvitationView, ...]


_WHO = """
SELECT p.id, p.name, p.email, bool_or(x.owner) AS owner, bool_and(x.of_company) AS of_company,
  bool_or(x.may_edit) AS may_edit, bool_or(x.may_certify) AS may_certify, bool_or(x.may_submit) AS may_submit
FROM (SELECT $2::uuid AS person, TRUE AS owner, TRUE AS of_company, TRUE AS may_edit, TRUE AS may_certify,
      TRUE AS may_submit
    UNION ALL SELECT m.account_id, FALSE, TRUE, m.may_edit, m.may_certify, m.may_submit
    FROM company_member m WHERE m.company = $3
    UNION ALL SELECT h.person, FALSE, FALSE, h.may_edit, h.may_certify, h.may_submit
    FROM application_hand h WHERE h.application = $1) x
JOIN person p ON p.id = x.person GROUP BY p.id ORDER BY bool_or(x.owner) DESC, p.name, p.id LIMIT 200
"""


async def hands(found: ApplicationView) -> Hands:
    """For an application that its reader has found: for the applicant's side alone (404). Two statements."""
    if not found.own:
        hidden()
    people = tuple(
        HandView(
            one["id"],
            one["name"],
            one["email"],
            one["owner"],
            one["of_company"],
            tuple(
                hand
                for hand, given in zip(Hand, (one["may_edit"], one["may_certify"], one["may_submit"]), strict=True)
                if given
            ),
        )
        for one in await rows(_WHO, found.id, found.applicant_id, found.company_id)
    )
    return Hands(people, tuple(await identity.asked_about(found.id)) if found.shares else ())
