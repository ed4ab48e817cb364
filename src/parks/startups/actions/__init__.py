"""Writing a company's record: its members alone, a version a row, a line in the trail for every change."""

from parks.startups.actions.companies import amend_company, found_company
from parks.startups.actions.numbers import reseal, unmask
from parks.startups.actions.people import (
    add_employment,
    add_person,
    amend_employment,
    amend_person,
    remove_employment,
    remove_person,
)
from parks.startups.actions.proofs import (
    Proven,
    add_certificate,
    add_right,
    amend_certificate,
    amend_right,
    file_proof,
    remove_certificate,
    remove_proof,
    remove_right,
)
from parks.startups.actions.property import (
    add_funding,
    add_share,
    amend_funding,
    amend_share,
    remove_bank_account,
    remove_funding,
    remove_share,
    set_bank_account,
)

__all__ = [
    "Proven",
    "add_certificate",
    "add_employment",
    "add_funding",
    "add_person",
    "add_right",
    "add_share",
    "amend_certificate",
    "amend_company",
    "amend_employment",
    "amend_funding",
    "amend_person",
    "amend_right",
    "amend_share",
    "file_proof",
    "found_company",
    "remove_bank_account",
    "remove_certificate",
    "remove_employment",
    "remove_funding",
    "remove_person",
    "remove_proof",
    "remove_right",
    "remove_share",
    "reseal",
    "set_bank_account",
    "unmask",
]
