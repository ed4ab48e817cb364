"""The letters of a call: the house's wording, or the call's own with its versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.verdict import require
from parks.kernel.words import Text
from parks.notifications.rules.merging import LETTER_NAMES, LETTERS
from parks.programmes import permissions
from parks.programmes.queries import recipients
from parks.programmes.queries.recipients import CallRun, Recipient
from parks.programmes.states import CallState


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class OwnWording:
    """A call's own words for a letter, and whom it is about."""

    words: Mapping[str, Words]
    recipient: Recipient


NEWEST = """
SELECT DISTINCT ON (t.key) t.key, t.version, t.subject_zh, t.subject_en, t.body_zh, t.body_en, t.made_at,
  p.name AS made_by FROM message_template t JOIN person p ON p.id = t.made_by
WHERE t.call = {call} AND t.key = ANY({keys}) ORDER BY t.key, t.version DESC
"""


async def own_wording(application_id: UUID, key: str) -> OwnWording | None:
    """The call's own words for this letter; None where it goes by the house's."""
    if key not in LETTERS:
        return None
    call = "(SELECT call FROM application WHERE id = $1)"
    found = await row(NEWEST.format(call=call, keys="ARRAY[$2::text]"), application_id, key)
    if found is None or not found["body_zh"]:
        return None
    about = (await recipients.recipients([application_id])).get(application_id)
    return OwnWording(_words(found), about) if about else None


def _words(one: Mapping[str, str]) -> dict[str, Words]:
    return {lang: Words(one[f"subject_{lang}"], one[f"body_{lang}"]) for lang in ("zh", "en")}


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter of a call. `version` 0: by the house's words, nobody has written any for this call."""

    key: str
    version: int
    words: Mapping[str, Words]
    made_by: str
    made_at: datetime | None

    @property
    def name(self) -> Text:
        return LETTER_NAMES[self.key]

    @property
    def slug(self) -> str:
        """Its key in an address."""
        return self.key.partition("/")[2]

    @property
    def own(self) -> bool:
        return bool(self.words["zh"].body)


async def run_by(actor: Actor, call_id: UUID, *, inner: bool = False) -> CallRun:
    """The call, for whoever runs it. Forbidden (403) for others; Hidden (404) where it is a draft, which they do not
    see, or where `inner`: they are asking for what belongs to its officers alone.
    """
    return run(actor, await recipients.call_run(call_id), inner=inner)


def run(actor: Actor, call: CallRun, *, inner: bool = False) -> CallRun:
    """`run_by`, where the call has been read already."""
    verdict = permissions.may_run_calls(actor, path=call.path)
    if not verdict and (inner or call.state == CallState.DRAFT):
        hidden()
    require(verdict)
    return call


async def letters(call_id: UUID) -> list[LetterView]:
    """Every letter a call may word itself, in the order of the matter."""
    found = {one["key"]: one for one in await rows(NEWEST.format(call="$1", keys="$2"), call_id, list(LETTERS))}
    nothing = {"zh": Words("", ""), "en": Words("", "")}
    return [
        LetterView(key, one["version"], _words(one), one["made_by"], one["made_at"])
        if (one := found.get(key))
        else LetterView(key, 0, nothing, "", None)
        for key in LETTERS
    ]


async def letter(call_id: UUID, slug: str) -> LetterView:
    """One of them. Hidden (404) for a name that is none."""
    return next((one for one in await letters(call_id) if one.slug == slug), None) or hidden()
