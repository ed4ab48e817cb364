"""The kinds that a company's record knows."""

from enum import StrEnum


class MemberRole(StrEnum):
    """The owner made the record and gives out hands; members hold what they were given."""

    OWNER = "owner"
    MEMBER = "member"


class Hand(StrEnum):
    """What somebody may do for a company, or for one of its applications."""

    EDIT = "edit"
    CERTIFY = "certify"
    SUBMIT = "submit"


class Proven(StrEnum):
    """The nouns of a record whose lines carry documents and are checked against them; as in the URLs."""

    COMPANY = "company"
    PEOPLE = "people"
    EMPLOYMENTS = "employments"
    SHARES = "shares"
    CERTIFICATES = "certificates"
    RIGHTS = "rights"
    FIGURES = "figures"
    FUNDING = "funding"
    BANK_ACCOUNT = "account"


class FiguresKind(StrEnum):
    """A year's figures as they turned out, or as they are expected."""

    ACTUAL = "actual"
    FORECAST = "forecast"


class DocumentKind(StrEnum):
    """What a person shows to say who they are."""

    RESIDENT_ID = "resident_id"  # also the residence permits of HK, Macao and Taiwan, and the foreigner's card
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"


class DegreeLevel(StrEnum):
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"
    POSTDOC = "postdoc"


class IpKind(StrEnum):
    INVENTION_PATENT = "invention_patent"
    UTILITY_MODEL = "utility_model"
    DESIGN_PATENT = "design_patent"
    SOFTWARE_COPYRIGHT = "software_copyright"
    TRADEMARK = "trademark"
    LAYOUT_DESIGN = "layout_design"


class FundingKind(StrEnum):
    AWARD = "award"  # money or a title was given
    FILING = "filing"  # asked for, in this year, elsewhere
