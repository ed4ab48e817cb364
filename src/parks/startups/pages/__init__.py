"""The pages under /companies; the app mounts `HANDLERS`."""

from litestar.types import ControllerRouterHandler

from parks.startups.pages.companies import CompanyPages
from parks.startups.pages.proofs import NumberPages, ProofPages
from parks.startups.pages.rows import BankAccountPages, RowPages

HANDLERS: list[ControllerRouterHandler] = [CompanyPages, RowPages, BankAccountPages, ProofPages, NumberPages]
