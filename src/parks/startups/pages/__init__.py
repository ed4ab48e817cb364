"""The pages under /companies; the app mounts `HANDLERS`."""

from litestar.types import ControllerRouterHandler

from parks.startups.pages.companies import CompanyPages
from parks.startups.pages.members import MemberPages
from parks.startups.pages.proofs import CheckPages, NumberPages, ProofPages
from parks.startups.pages.rows import BankAccountPages, RowPages

HANDLERS: list[ControllerRouterHandler] = [
    CompanyPages,
    MemberPages,
    RowPages,
    BankAccountPages,
    ProofPages,
    CheckPages,
    NumberPages,
]
