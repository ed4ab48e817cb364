"""Reading companies. One predicate says who sees which: its members, and the officers of where its park lies."""

from parks.startups.queries.companies import Brief, Row, companies, my_companies
from parks.startups.queries.members import MemberView, Side, rights, side
from parks.startups.queries.payees import PayeeRecord, payee
from parks.startups.queries.record import anyones, company, facts, found_by_uscc, ties

__all__ = [
    "Brief",
    "MemberView",
    "PayeeRecord",
    "Row",
    "Side",
    "anyones",
    "companies",
    "company",
    "facts",
    "found_by_uscc",
    "my_companies",
    "payee",
    "rights",
    "side",
    "ties",
]
