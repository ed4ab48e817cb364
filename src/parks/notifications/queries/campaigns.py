"""Campaigns: whom a view would write to, how one reads for each recipient, and how each mail fared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters.database import row, rows
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import Bilingual, Text, _
from parks.notifications.queries import letters
from parks.notifications.queries.letters import Words
from parks.programmes.queries import work_list
from parks.programmes.queries.recipients import RUN, SENT, CallRun, Recipient, recipient_of, run_of
from parks.programmes.queries.scope import unsealed
from parks.programmes.queries.standing import UNTOLD
from parks.web.paging import ListState

MOST = 5_000
SHOWN = 200  # recipients on the page: those whose mail has trouble first


@dataclass(frozen=True, slots=True)
class Chosen:
    """The applications that a view shows: their ids, and a few names to check by."""

    ids: Sequence[UUID]
    names: Sequence[str]


async def chosen(actor: Actor, call_id: UUID, state: ListState) -> Chosen:
    """What the view shows this officer of the call, at most `MOST`. Invalid (422) where it is a phase that applicants
    are not told of: being written to would tell it.
    """
    asked = state.chosen.get("state", "")
    if asked in set(UNTOLD):
        raise Invalid(
            fields={"state": _("Applicants do not know of this phase before the notice: being written to would tell.")}
        )
    of_call = replace(state, chosen={**state.chosen, "call": str(call_id)}).everything()
    found = await work_list.every_row(actor, of_call)
    return Chosen([one.id for one in found[:MOST]], [f"{one.number} {one.company}" for one in found[:20]])


@dataclass(frozen=True, slots=True)
class CampaignRow:
    id: UUID
    subject: Bilingual
    state: str
    made_by: str
    made_at: datetime
    recipients: int

    @property
    def state_name(self) -> Text:
        return STATES[self.state]


STATES: Mapping[str, Text] = {"draft": _("Not sent yet"), "sending": _("On its way"), "sent": _("Sent")}


async def campaigns(actor: Actor, call_id: UUID) -> list[CampaignRow]:
    """The campaigns of a call, the newest first. The caller has found the call for whoever runs it; whom one wrote to
    during a look into a sealed call, only who looks sees before it closes.
    """
    found = await rows(
        "SELECT c.id, c.subject_zh, c.subject_en, c.state, p.name, c.made_at,"
        " (SELECT count(*) FROM campaign_recipient r JOIN application a ON a.id = r.application"
        f" WHERE r.campaign = c.id AND {unsealed(2)}) AS recipients"
        " FROM campaign c JOIN person p ON p.id = c.made_by WHERE c.call = $1 ORDER BY c.id DESC LIMIT 100",
        call_id,
        actor.id,
    )
    return [
        CampaignRow(
            one["id"],
            Bilingual(one["subject_zh"], one["subject_en"]),
            one["state"],
            one["name"],
            one["made_at"],
            one["recipients"],
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One recipient and how the mail fared."""

    id: UUID
    application_id: UUID
    number: str
    company: str
    name: str
    told_at: datetime | None
    sent_at: datetime | None
    read_at: datetime | None
    problem: str
    by_mail: bool
    passed_over: bool

    @property
    def state_name(self) -> Text:
        if self.passed_over:
            return _("Asked for no news")
        if self.told_at is None:
            return _("Waiting")
        if self.read_at is not None:
            return _("Read")
        if self.sent_at is not None:
            return _("Mail handed over")
        if not self.by_mail:
            return _("In the inbox, as chosen")
        return _("Mail refused, tried again") if self.problem else _("In the inbox, mail on its way")

    @property
    def tone(self) -> str:
        if self.told_at is None:
            return "neutral"
        if self.sent_at is not None or self.read_at is not None:
            return "success"
        return "warning" if self.problem else "info"


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign with its recipients. Reading does not send, and sending does not change what is read here."""

    id: UUID
    call: CallRun
    state: str
    words: Mapping[str, Words]
    made_by: str
    made_at: datetime
    sent_at: datetime | None
    corrected_at: datetime | None
    news: bool
    total: int
    handed: int
    recipients: Sequence[RecipientRow]

    @property
    def draft(self) -> bool:
        return self.state == "draft"

    @property
    def state_name(self) -> Text:
        return STATES[self.state]

    @property
    def subject(self) -> Bilingual:
        return Bilingual(self.words["zh"].subject, self.words["en"].subject)

    @property
    def values(self) -> dict[str, str]:
        """As the form takes them."""
        return {
            f"{part}_{lang}": getattr(self.words[lang], part) for part in ("subject", "body") for lang in self.words
        }


async def campaign(actor: Actor, campaign_id: UUID) -> CampaignView:
    """For whoever runs the call: two statements. Hidden (404) for everyone else."""
    one: Any = (
        await row(
            f"SELECT c.*, p.name, t.total, t.handed, {RUN} FROM campaign c JOIN person p ON p.id = c.made_by"
            " JOIN call k ON k.id = c.call JOIN organisation o ON o.id = k.organisation, LATERAL"
            " (SELECT count(*) AS total, count(*) FILTER (WHERE m.sent_at IS NOT NULL OR m.read_at IS NOT NULL)"
            " AS handed FROM campaign_recipient r JOIN application a ON a.id = r.application"
            f" LEFT JOIN message m ON m.id = r.message WHERE r.campaign = c.id AND {unsealed(2)}) t"
            " WHERE c.id = $1",
            campaign_id,
            actor.id,
        )
        or hidden()
    )
    call = letters.run(actor, run_of(one), inner=True)
    found = await rows(
        "SELECT r.id, a.id AS application_id, a.number, a.company_name AS company, a.applicant_name AS name, m.told_at,"
        " m.sent_at, m.read_at, COALESCE(m.problem, '') AS problem, COALESCE(m.by_mail, TRUE) AS by_mail,"
        " r.passed_over FROM campaign_recipient r"
        " JOIN application a ON a.id = r.application LEFT JOIN message m ON m.id = r.message"
        f" WHERE r.campaign = $1 AND {unsealed(3)}"
        " ORDER BY COALESCE(m.problem, '') = '', m.sent_at IS NOT NULL, a.number LIMIT $2",
        campaign_id,
        SHOWN,
        actor.id,
    )
    return CampaignView(
        one["id"],
        call,
        one["state"],
        {lang: Words(one[f"subject_{lang}"], one[f"body_{lang}"]) for lang in ("zh", "en")},
        one["name"],
        one["made_at"],
        one["sent_at"],
        one["corrected_at"],
        one["news"],
        one["total"],
        one["handed"],
        [RecipientRow(**each) for each in found],
    )


async def about(actor: Actor, view: CampaignView, recipient_id: UUID) -> Recipient:
    """What is known of one recipient, for the preview. Hidden (404) where the campaign does not write to it."""
    found = await row(
        f"{SENT} {unsealed(3)} AND a.id ="
        " (SELECT r.application FROM campaign_recipient r WHERE r.id = $1 AND r.campaign = $2)",
        recipient_id,
        view.id,
        actor.id,
    )
    return recipient_of(found or hidden())
