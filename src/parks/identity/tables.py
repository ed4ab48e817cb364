"""People, the tree of organisations, who holds which role where, and what proves who is asking.

Of everything secret (codes, keys) only a digest is kept, of passwords an argon2id hash. Sessions, codes and tries go by
PostgreSQL's own `now()`, never by the clock of the demo: moving that must sign nobody out (docs/adr/0021).
"""

from typing import Any

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.columns.reference import LazyTableReference
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7

ROLE = (
    "role IN ('park_manager', 'city_officer', 'province_officer', 'programme_officer', 'expert', 'auditor',"
    " 'system_admin')"
)


class Organisation(Table, tablename="organisation"):
    """`path` holds the codes from the root down, `/cn/xj/ch/park1/`; the trigger in migrations/identity keeps it so."""

    id = UUID(primary_key=True, default=uuid7)
    kind = Varchar(length=20, null=False, default="")
    code = Varchar(length=31, null=False, default="")
    path = Varchar(length=400, null=False, default="")
    name_zh = Varchar(length=120, null=False, default="")
    name_en = Varchar(length=200, null=False, default="")
    region = Varchar(length=6, null=False, default="")
    parent: Any = ForeignKey(
        LazyTableReference("Organisation", module_path=__name__),
        null=True,
        default=None,
        on_delete=OnDelete.restrict,
        index=True,
    )
    made_at = Timestamptz(null=False, default=None)
    organisation_path_once = Unique([path])
    organisation_kind = Check(
        "kind IN ('nation', 'province', 'city', 'park', 'company', 'bank', 'guarantor', 'university', 'institute')"
    )
    organisation_code = Check("code ~ '^[a-z0-9][a-z0-9-]*$'")
    organisation_region = Check("region ~ '^([0-9]{6})?$'")
    organisation_root = Check("(kind = 'nation') = (parent IS NULL)")


class Person(Table, tablename="person"):
    """One human being with one address. `password` is null until an invited person has chosen one."""

    id = UUID(primary_key=True, default=uuid7)
    email = Varchar(length=254, null=False, default="")
    name = Varchar(length=100, null=False, default="")
    language = Varchar(length=2, null=False, default="zh")
    password = Varchar(length=200, null=True, default=None, secret=True)
    made_at = Timestamptz(null=False, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    suspended_at = Timestamptz(null=True, default=None)
    person_language = Check("language IN ('zh', 'en')")


class Consent(Table, tablename="consent"):
    """That a person agreed, to which text of which version (PIPL; domain.md §10)."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    purpose = Varchar(length=40, null=False, default="")
    version = Varchar(length=20, null=False, default="")
    given_at = Timestamptz(null=False, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    consent_once_a_version = Unique([person, purpose, version])


class Appointment(Table, tablename="appointment"):
    """A role at an organisation. Live while not ended and before `until`, the first day that no longer counts."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    role = Varchar(length=20, null=False, default="")
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    since = Timestamptz(null=False, default=None)
    until = Date(null=True, default=None)
    appointed_by = Varchar(length=100, null=False, default="")
    reason = Varchar(length=500, null=False, default="")
    ended_at = Timestamptz(null=True, default=None)
    ended_by = Varchar(length=100, null=False, default="")
    end_reason = Varchar(length=500, null=False, default="")
    appointment_role = Check(ROLE)


class Session(Table, tablename="session"):
    """What a session cookie names by its `jti`: this row's id."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.cascade, index=True)
    made_at = Timestamptz(null=False, default=None)
    seen_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)
    user_agent = Varchar(length=300, null=False, default="")
    ip = Varchar(length=45, null=False, default="")


class Code(Table, tablename="code"):
    """A single-use code out of a letter. A newer one for the same purpose voids the older."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.cascade, index=True)
    purpose = Varchar(length=10, null=False, default="")
    digest = Varchar(length=64, null=False, default="", unique=True, secret=True)
    made_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)
    code_purpose = Check("purpose IN ('confirm', 'reset', 'invite')")


class Invitation(Table, tablename="invitation"):
    """Somebody is asked to lend a hand with a thing of another context: its kind, id, label and page, as handed in.

    `rights` are that context's words, parted by spaces. `email` and `name` are as the inviter typed them: whether the
    address had an account already is told to nobody. Raw index (migrations/identity): one open a subject and person.
    """

    id = UUID(primary_key=True, default=uuid7)
    subject_kind = Varchar(length=40, null=False, default="")
    subject_id = UUID(null=False, default=None, index=True)
    label = Varchar(length=200, null=False, default="")
    url = Varchar(length=200, null=False, default="")
    rights = Varchar(length=100, null=False, default="")
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    email = Varchar(length=254, null=False, default="")
    name = Varchar(length=100, null=False, default="")
    asked_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    asked_by_name = Varchar(length=100, null=False, default="")
    asked_at = Timestamptz(null=False, default=None)
    until = Timestamptz(null=False, default=None)
    reply = Varchar(length=10, null=False, default="open")
    replied_at = Timestamptz(null=True, default=None)
    invitation_reply = Check("reply IN ('open', 'accepted', 'declined', 'withdrawn')")
    invitation_replied_once = Check("(reply = 'open') = (replied_at IS NULL)")


class ApiKey(Table, tablename="api_key"):
    """A person's key for programs. `shown` is its beginning, by which people tell their keys apart."""

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.cascade, index=True)
    name = Varchar(length=100, null=False, default="")
    shown = Varchar(length=12, null=False, default="")
    digest = Varchar(length=64, null=False, default="", unique=True, secret=True)
    read_only = Boolean(null=False, default=True)
    made_at = Timestamptz(null=False, default=None)
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class ApiKeyRole(Table, tablename="api_key_role"):
    """A role that a key may use at a place; it holds only while its person holds that role there or above."""

    id = UUID(primary_key=True, default=uuid7)
    key = ForeignKey(ApiKey, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    role = Varchar(length=20, null=False, default="")
    organisation = ForeignKey(Organisation, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    api_key_role_once = Unique([key, role, organisation])
    api_key_role_role = Check(ROLE)


class SignInTry(Table, tablename="sign_in_try"):
    """For counting failures alone: `account` is a keyed digest of the address, known or not."""

    id = UUID(primary_key=True, default=uuid7)
    at = Timestamptz(null=False, default=None, index=True)
    account = Varchar(length=64, null=False, default="")
    ip = Varchar(length=45, null=False, default="")
    outcome = Varchar(length=10, null=False, default="pending")
    sign_in_try_outcome = Check("outcome IN ('pending', 'failed', 'passed', 'asked')")
