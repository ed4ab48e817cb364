"""The agreement (协议) of an award, and what becomes of its promises year by year."""

from decimal import Decimal

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Date,
    ForeignKey,
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
from parks.identity.tables import Person
from parks.programmes.tables.applications import Application
from parks.programmes.tables.awards import Award
from parks.programmes.tables.calls import CallMaterial


class Agreement(Table, tablename="agreement"):
    """Between who runs the call and the company. `terms`: rules/agreements.py Terms.stored; `digest` its SHA-256.

    Signed by typing one's own name: the company first, then an officer. A trigger (migrations/programmes) keeps terms
    and names from the first signature on. `commitment_id` is of `funds`: signing binds the money.
    """

    id = UUID(primary_key=True, default=uuid7)
    application = ForeignKey(
        Application, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True
    )
    award = ForeignKey(Award, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    number = Varchar(length=40, null=False, default="", unique=True)
    state = Varchar(length=10, null=False, default="drafted")
    terms = JSONB(null=False, default="{}")
    digest = Varchar(length=64, null=False, default="")
    note = Text(null=False, default="")  # what the officer wants changed
    drafted_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    drafted_at = Timestamptz(null=False, default=None)
    company_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    company_name = Varchar(length=200, null=False, default="")
    company_at = Timestamptz(null=True, default=None)
    officer_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    officer_name = Varchar(length=200, null=False, default="")
    officer_at = Timestamptz(null=True, default=None)
    document = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    commitment_id = UUID(null=True, default=None)
    agreement_state = Check("state IN ('drafted', 'signed', 'in_force')")
    agreement_signed_by_the_company = Check(
        "(state = 'drafted') = (company_at IS NULL) AND (company_at IS NULL) = (company_by IS NULL)"
        " AND (company_at IS NULL OR (company_name <> '' AND digest <> ''))"
    )
    agreement_signed_by_both = Check(
        "(state = 'in_force') = (officer_at IS NOT NULL) AND (officer_at IS NULL) = (officer_by IS NULL)"
        " AND (officer_at IS NULL OR (officer_name <> '' AND officer_by <> company_by AND document IS NOT NULL"
        " AND commitment_id IS NOT NULL))"
    )


class AgreementMaterial(Table, tablename="agreement_material"):
    """The file of a material that the award's tier alone needs, handed in before the company signs."""

    id = UUID(primary_key=True, default=uuid7)
    agreement = ForeignKey(Agreement, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    material = ForeignKey(CallMaterial, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    document = ForeignKey(Document, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    agreement_material_once = Unique([agreement, material])


class OutcomeYear(Table, tablename="outcome_year"):
    """One year against its promise: headcount, revenue, intellectual property, tax. Amounts in the grant's currency.

    `operating`: whether the company was still in business when it told the year; null where that was not asked yet.
    """

    id = UUID(primary_key=True, default=uuid7)
    agreement = ForeignKey(Agreement, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    year = SmallInt(null=False, default=0)
    due = Date(null=False, default=None, index=True)
    state = Varchar(length=10, null=False, default="due")
    promised_headcount = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    promised_revenue = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    promised_ip = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    promised_tax = Numeric(digits=(16, 2), null=False, default=Decimal(0))
    headcount = Numeric(digits=(16, 2), null=True, default=None)
    revenue = Numeric(digits=(16, 2), null=True, default=None)
    ip = Numeric(digits=(16, 2), null=True, default=None)
    tax = Numeric(digits=(16, 2), null=True, default=None)
    operating = Boolean(null=True, default=None)
    text = Text(null=False, default="")
    reported_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    reported_at = Timestamptz(null=True, default=None)
    answer = Text(null=False, default="")
    verified_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.restrict, index=False)
    verified_name = Varchar(length=200, null=False, default="")
    verified_at = Timestamptz(null=True, default=None)
    outcome_year_once = Unique([agreement, year])
    outcome_year_state = Check("state IN ('due', 'reported', 'returned', 'verified')")
    outcome_year_promises = Check(
        "promised_headcount >= 0 AND promised_revenue >= 0 AND promised_ip >= 0 AND promised_tax >= 0"
    )
    outcome_year_whole = Check(
        "(state = 'due') = (reported_at IS NULL) AND (reported_at IS NULL OR (headcount >= 0 AND revenue >= 0"
        " AND ip >= 0 AND tax >= 0))"
    )
    outcome_year_operating_told = Check("operating IS NULL OR reported_at IS NOT NULL")
    outcome_year_verified_by_another = Check("verified_by IS NULL OR verified_by <> reported_by")
