"""A company's ties in the words of the reviews' conflict rules: the bridge over which recusal is found."""

from parks.reviews.rules import conflicts
from parks.startups.rules.ties import TiedPerson, Ties


def of_company(ties: Ties) -> conflicts.SubjectTies:
    """Entities that hold shares count as companies of the applicant's side: who works there has an interest."""
    return conflicts.SubjectTies(
        companies=(
            conflicts.Company(ties.company_name, ties.uscc),
            *(conflicts.Company(one.name, one.uscc) for one in ties.entities),
        ),
        people=tuple(_person(one) for one in ties.people),
        shareholders=tuple(conflicts.Shareholder(_person(one.person), one.percent) for one in ties.shareholders),
        employments=tuple(
            conflicts.Employment(one.employer, one.employer_uscc, one.person, one.since, one.until)
            for one in ties.employments
        ),
        patents=tuple(
            conflicts.Patent(one.number, tuple(_person(inventor) for inventor in one.inventors)) for one in ties.patents
        ),
    )


def _person(one: TiedPerson) -> conflicts.Person:
    return conflicts.Person(one.name, one.account_id, one.fingerprint)
