"""A company and all that its founder tells of it. Each row counts its changes (`version`): two editors never overwrite.

Identity and account numbers are locked (`adapters.vault`).
"""

from piccolo.columns import (
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.identity.tables import Organisation, Person
from parks.startups.states import DegreeLevel, DocumentKind, FiguresKind, FundingKind, IpKind, MemberRole, Proven


def _one_of(column: str, kinds: type) -> str:
    return f"{column} IN ({', '.join(repr(str(one)) for one in kinds)})"  # type: ignore[attr-defined]  # a StrEnum


class Company(Table, tablename="company"):
    """`path` is where its park lies in the tree (empty: in none); `words` what a search looks through."""

    id = UUID(primary_key=True, default=uuid7)
    uscc = Varchar(length=18, null=False, default="")
    name_zh = Varchar(length=100, null=False, default="")
    name_en = Varchar(length=200, null=False, default="")
    name_sort = Varchar(length=400, null=False, default="")  # pinyin: no ICU in the database (stack.md 2.1)
    words = Text(null=False, default="")
    registered_on = Date(null=True, default=None)
    registered_capital = Numeric(digits=(15, 2), null=True, default=None)
    paid_in_capital = Numeric(digits=(15, 2), null=True, default=None)
    region = Varchar(length=6, null=False, default="")
    industry = Varchar(length=6, null=False, default="")
    address = Varchar(length=200, null=False, default="")
    headcount = Integer(null=True, default=None)
    park_id = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    path = Varchar(length=400, null=False, default="")
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_uscc_once = Unique([uscc])


class CompanyMember(Table, tablename="company_member"):
    """An account on the company's side, with what it may do; the owner may do all of it (a raw CHECK says so)."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    account_id = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=20, null=False, default="owner")
    may_edit = Boolean(null=False, default=False)
    may_certify = Boolean(null=False, default=False)
    may_submit = Boolean(null=False, default=False)
    by_name = Varchar(length=200, null=False, default="")
    since = Timestamptz(null=True, default=None)
    company_member_once = Unique([company, account_id])
    company_member_role = Check(_one_of("role", MemberRole))


class CompanyPerson(Table, tablename="company_person"):
    """`number_locked` opens with a reason and an audit line alone; `number_masked` is what everyone sees."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    account_id = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=100, null=False, default="")
    latin = Varchar(length=100, null=False, default="")
    document_kind = Varchar(length=20, null=False, default="resident_id")
    document_country = Varchar(length=2, null=False, default="")
    number_locked = Text(null=False, default="")
    number_masked = Varchar(length=40, null=False, default="")
    fingerprint = Varchar(length=64, null=False, default="", index=True)
    birth_year = SmallInt(null=True, default=None)
    position = Varchar(length=100, null=False, default="")
    works_here = Boolean(null=False, default=False)
    legal_representative = Boolean(null=False, default=False)
    returned_on = Date(null=True, default=None)
    overseas_years = Numeric(digits=(4, 1), null=True, default=None)
    full_time = Boolean(null=True, default=None)
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_person_document = Check(_one_of("document_kind", DocumentKind))


class Employment(Table, tablename="company_employment"):
    """Half-open days: `until` is the first day it no longer held."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(CompanyPerson, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    employer = Varchar(length=100, null=False, default="")
    employer_uscc = Varchar(length=18, null=False, default="")
    position = Varchar(length=200, null=False, default="")
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    abroad = Boolean(null=False, default=False)
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_employment_in_order = Check("until IS NULL OR until > since")


class Shareholding(Table, tablename="company_shareholding"):
    """One holder, a person of the record or an entity by name. Amounts are yuan; percents add up to 100 at most."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(CompanyPerson, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    entity_name = Varchar(length=100, null=False, default="")
    entity_uscc = Varchar(length=18, null=False, default="")
    percent = Numeric(digits=(7, 4), null=False, default=None)
    cash = Numeric(digits=(15, 2), null=True, default=None)
    technology = Numeric(digits=(15, 2), null=True, default=None)
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_shareholding_one_holder = Check("(person IS NULL) <> (entity_name = '')")
    company_shareholding_percent = Check("percent > 0 AND percent <= 100")
    company_shareholding_amounts = Check("cash >= 0 AND technology >= 0")


class DegreeCertificate(Table, tablename="company_certificate"):
    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    person = ForeignKey(CompanyPerson, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    level = Varchar(length=10, null=False, default="")
    country = Varchar(length=2, null=False, default="")
    institution = Varchar(length=200, null=False, default="")
    field = Varchar(length=200, null=False, default="")
    started_on = Date(null=True, default=None)
    awarded_on = Date(null=True, default=None)
    cscse = Varchar(length=40, null=False, default="")
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_certificate_level = Check(_one_of("level", DegreeLevel))


class IpAsset(Table, tablename="company_ip_asset"):
    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    number = Varchar(length=40, null=False, default="", index=True)
    title = Varchar(length=200, null=False, default="")
    trademark_class = SmallInt(null=True, default=None)
    filed_on = Date(null=True, default=None)
    granted_on = Date(null=True, default=None)
    lapsed_on = Date(null=True, default=None)
    owner = Varchar(length=200, null=False, default="")
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_ip_asset_trademark_class = Check("trademark_class BETWEEN 1 AND 45")
    company_ip_asset_kind = Check(_one_of("kind", IpKind))
    company_ip_asset_once = Unique([company, kind, number])


class IpInventor(Table, tablename="company_ip_inventor"):
    """In the order of the certificate; `person` where the name is one of the record's people."""

    id = UUID(primary_key=True, default=uuid7)
    asset = ForeignKey(IpAsset, null=False, default=None, on_delete=OnDelete.cascade, index=True)
    place = SmallInt(null=False, default=1)
    name = Varchar(length=100, null=False, default="")
    person = ForeignKey(CompanyPerson, null=True, default=None, on_delete=OnDelete.set_null, index=True)


class BankAccount(Table, tablename="company_bank_account"):
    """The one account that money goes to."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    bank = Varchar(length=100, null=False, default="")
    branch = Varchar(length=100, null=False, default="")
    account_locked = Text(null=False, default="")
    account_masked = Varchar(length=40, null=False, default="")
    clearing_number = Varchar(length=12, null=False, default="")
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_bank_account_once = Unique([company])


class EarlierFunding(Table, tablename="company_earlier_funding"):
    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=10, null=False, default="")
    programme = Varchar(length=100, null=False, default="")
    year = SmallInt(null=False, default=2000)
    place = Varchar(length=200, null=False, default="")
    amount = Numeric(digits=(15, 2), null=True, default=None)
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    company_earlier_funding_kind = Check(_one_of("kind", FundingKind))


class YearlyFigures(Table, tablename="yearly_figures"):
    """One year in figures, as it was or as it is expected; amounts in `currency`, a loss below nothing."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    year = SmallInt(null=False, default=2000)
    kind = Varchar(length=10, null=False, default="actual")
    currency = Varchar(length=3, null=False, default="CNY")
    revenue = Numeric(digits=(17, 2), null=True, default=None)
    profit = Numeric(digits=(17, 2), null=True, default=None)
    rd_spend = Numeric(digits=(17, 2), null=True, default=None)
    tax_paid = Numeric(digits=(17, 2), null=True, default=None)
    total_assets = Numeric(digits=(17, 2), null=True, default=None)
    headcount = Integer(null=True, default=None)
    version = Integer(null=False, default=1)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    yearly_figures_once = Unique([company, year, kind])
    yearly_figures_kind = Check(_one_of("kind", FiguresKind))
    yearly_figures_currency = Check("currency ~ '^[A-Z]{3}$'")
    yearly_figures_amounts = Check(
        "revenue >= 0 AND rd_spend >= 0 AND tax_paid >= 0 AND total_assets >= 0 AND headcount >= 0"
    )


class RecordDocument(Table, tablename="record_document"):
    """A document behind one line of the record, which `noun` and `line` name (of the company itself: its own id).

    `dated_on` is the day that the paper bears, `valid_until` its last day where it has one: by them a line grows old.
    """

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    noun = Varchar(length=20, null=False, default="")
    line = UUID(null=False, default=None)
    document = ForeignKey(Document, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=255, null=False, default="")
    dated_on = Date(null=True, default=None)
    valid_until = Date(null=True, default=None)
    by_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    record_document_once = Unique([company, line, document])
    record_document_noun = Check(_one_of("noun", Proven))


class RecordCheck(Table, tablename="record_check"):
    """An officer compared a line with its document. It holds while the line still has the `version` compared."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    noun = Varchar(length=20, null=False, default="")
    line = UUID(null=False, default=None)
    version = Integer(null=False, default=1)
    document = ForeignKey(Document, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    officer = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    officer_name = Varchar(length=200, null=False, default="")
    at = Timestamptz(null=False, default=None)
    record_check_one_a_line = Unique([company, line])
    record_check_noun = Check(_one_of("noun", Proven))
