"""The kinds that a company's record knows."""

from enum import StrEnum


class MemberRole(StrEnum):
    OWNER = "owner"


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
