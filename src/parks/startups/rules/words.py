"""What the kinds of a record are called."""

from collections.abc import Mapping

from parks.kernel.words import Text, _

DOCUMENTS: Mapping[str, Text] = {
    "resident_id": _("Resident identity card or residence permit"),
    "passport": _("Passport"),
    "travel_permit": _("Travel permit"),
}
LEVELS: Mapping[str, Text] = {
    "bachelor": _("Bachelor's degree"),
    "master": _("Master's degree"),
    "doctor": _("Doctorate"),
    "postdoc": _("Time as a postdoc"),
}
RIGHTS: Mapping[str, Text] = {
    "invention_patent": _("Invention patent"),
    "utility_model": _("Utility model"),
    "design_patent": _("Design patent"),
    "software_copyright": _("Software copyright"),
    "trademark": _("Trademark"),
    "layout_design": _("Layout design"),
}
FUNDING: Mapping[str, Text] = {
    "award": _("Received"),
    "filing": _("Asked for elsewhere"),
}
FIGURES: Mapping[str, Text] = {
    "actual": _("As it was"),
    "forecast": _("As it is expected"),
}
HANDS: Mapping[str, Text] = {
    "edit": _("Write and change"),
    "certify": _("Sign off before it is sent"),
    "submit": _("Send, take back and withdraw"),
}
AMOUNTS: Mapping[str, Text] = {
    "revenue": _("Revenue"),
    "profit": _("Profit"),
    "rd_spend": _("R&D spending"),
    "tax_paid": _("Tax paid"),
    "total_assets": _("Total assets"),
}
