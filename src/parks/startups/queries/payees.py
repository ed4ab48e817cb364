"""Where a company's money goes, as a context above freezes it: the number stays locked with the same keys."""

from dataclasses import dataclass
from uuid import UUID

from parks.adapters.database import row


@dataclass(frozen=True, slots=True)
class PayeeRecord:
    """The company and its one account; `account_locked` opens with `adapters.vault` alone."""

    company_id: UUID
    name: str
    uscc: str
    bank: str
    branch: str
    account_locked: str
    account_masked: str
    clearing_number: str


async def payee(company_id: UUID) -> PayeeRecord | None:
    """The account on record now, or None where the company has told none. The caller has asked its own permission."""
    found = await row(
        "SELECT c.id AS company_id, c.name_zh AS name, c.uscc, b.bank, b.branch, b.account_locked, b.account_masked,"
        " b.clearing_number FROM company c JOIN company_bank_account b ON b.company = c.id WHERE c.id = $1",
        company_id,
    )
    return PayeeRecord(**found) if found else None
