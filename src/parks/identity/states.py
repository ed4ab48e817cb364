"""What organisations, codes and tries may be. People and sessions have dates instead of states."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is; the first four are the levels of the administration (domain.md §1.4)."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    PARK = "park"
    COMPANY = "company"
    BANK = "bank"
    GUARANTOR = "guarantor"
    UNIVERSITY = "university"
    INSTITUTE = "institute"


class Purpose(StrEnum):
    """What a single-use code opens."""

    CONFIRM = "confirm"
    RESET = "reset"
    INVITE = "invite"


class Reply(StrEnum):
    """What became of an invitation to lend a hand; `open` while nobody has said."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How a sign-in try ended; `pending` while its password is being checked; `asked`: a letter was asked for."""

    PENDING = "pending"
    FAILED = "failed"
    PASSED = "passed"
    ASKED = "asked"
