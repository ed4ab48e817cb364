"""Messages, and what waits for a person, for programs."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, ConfigDict, Field

from parks.adapters import clock
from parks.notifications import actions, forms, queries
from parks.notifications.queries import MessageView, campaigns, letters, reminding
from parks.notifications.queries.campaigns import CampaignView
from parks.notifications.queries.letters import LetterView
from parks.notifications.rules.reminding import About
from parks.programmes.queries.work_list import GRID
from parks.web import access
from parks.web.language import translate
from parks.web.rendering import language_of

SIGNED_IN = {"access": access.SIGNED_IN}


class Said(BaseModel):
    """The same in both languages."""

    zh: str
    en: str


class MessageOut(BaseModel):
    id: UUID
    subject: Said
    body: Said
    url: str
    told_at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, one: MessageView) -> "MessageOut":
        return cls(
            id=one.id,
            subject=Said(zh=one.subject.zh, en=one.subject.en),
            body=Said(zh=one.body.zh, en=one.body.en),
            url=one.url,
            told_at=one.told_at,
            read_at=one.read_at,
        )


class InboxApi(Controller):
    path = "/api/v1/inbox"
    tags = ("inbox",)

    @get(name="api-inbox:list", opt={"access": access.SIGNED_IN}, summary="One's own messages, newest first")
    async def index(self, request: HTMXRequest) -> list[MessageOut]:
        page = await queries.inbox(request.user, queries.INBOX.read(request))
        return [MessageOut.of(one) for one in page.rows]

    @get(
        "/{message_id:uuid}",
        name="api-inbox:show",
        opt={"access": access.SIGNED_IN},
        summary="One message; it counts as read",
    )
    async def show(self, request: HTMXRequest, message_id: FromPath[UUID]) -> MessageOut:
        return MessageOut.of(await actions.open_message(request.user, message_id))


class ToDoOut(BaseModel):
    """`label` and `about` in the reader's language; `due` a day or a moment, null where nobody set one. `overdue` past
    it; `provisional` where a day on the way to it has no official calendar yet.
    """

    label: str
    about: str
    url: str
    due: datetime | date | None
    provisional: bool
    overdue: bool


class ToDoApi(Controller):
    path = "/api/v1/to-do"
    tags = ("inbox",)

    @get(name="api:to-do:list", opt=SIGNED_IN, summary="What waits for oneself, the most urgent first")
    async def index(self, request: HTMXRequest) -> list[ToDoOut]:
        lang = language_of(request)
        return [
            ToDoOut(
                label=translate(each.one.label, lang),
                about=translate(each.one.about, lang),
                url=each.one.url,
                due=each.one.due,
                provisional=each.one.provisional,
                overdue=each.tone == "danger",
            )
            for each in await queries.to_do(request.user, await clock.now())
        ]


class PreferenceOut(BaseModel):
    """One kind of message: `channel` counts now, `channels` may be chosen; one alone is the law's."""

    kind: str
    name: str
    channel: str
    channels: list[str]


class PreferencesIn(BaseModel):
    """Kinds that are not named stay as they are."""

    model_config = ConfigDict(extra="forbid")

    channels: dict[str, str] = Field(max_length=20)


class PreferenceApi(Controller):
    path = "/api/v1/message-preferences"
    tags = ("inbox",)

    @get(name="api:messages:show", opt=SIGNED_IN, summary="By which channel one hears of each kind of message")
    async def show(self, request: HTMXRequest) -> list[PreferenceOut]:
        return await _preferences(request)

    @put(name="api:messages:put", opt=SIGNED_IN, summary="Choose; it counts from the next message on")
    async def choose(self, request: HTMXRequest, data: JSONBody[PreferencesIn]) -> list[PreferenceOut]:
        await actions.choose(request.user, data.channels)
        return await _preferences(request)


async def _preferences(request: HTMXRequest) -> list[PreferenceOut]:
    lang = language_of(request)
    return [
        PreferenceOut(
            kind=one.kind.value,
            name=translate(one.choice.name, lang),
            channel=one.channel.value,
            channels=[each.value for each in one.choice.channels],
        )
        for one in await queries.preferences(request.user)
    ]


class WordsOut(BaseModel):
    """A message in one language."""

    subject: str
    body: str


class LetterOut(BaseModel):
    """A letter of a call: `version` 0 where it goes by the house's words, and `words` are empty."""

    key: str
    version: int
    words: dict[str, WordsOut]

    @classmethod
    def of(cls, one: LetterView) -> "LetterOut":
        return cls(key=one.slug, version=one.version, words=_words(one.words))


class CampaignLine(BaseModel):
    id: UUID
    subject: Said
    state: str
    made_at: datetime
    recipients: int


class RecipientOut(BaseModel):
    """How one mail fared; `problem` as the mail server said it."""

    id: UUID
    application: UUID
    number: str
    told_at: datetime | None
    sent_at: datetime | None
    read_at: datetime | None
    problem: str


class CampaignOut(BaseModel):
    """`recipients`: at most 200, those whose mail has trouble first; `total` of them all."""

    id: UUID
    call: UUID
    state: str
    words: dict[str, WordsOut]
    news: bool
    total: int
    handed: int
    recipients: list[RecipientOut]

    @classmethod
    def of(cls, one: CampaignView) -> "CampaignOut":
        return cls(
            id=one.id,
            call=one.call.id,
            state=one.state,
            words=_words(one.words),
            news=one.news,
            total=one.total,
            handed=one.handed,
            recipients=[
                RecipientOut(
                    id=each.id,
                    application=each.application_id,
                    number=each.number,
                    told_at=each.told_at,
                    sent_at=each.sent_at,
                    read_at=each.read_at,
                    problem=each.problem,
                )
                for each in one.recipients
            ],
        )


class RemindersOut(BaseModel):
    """Working days before a deadline, as the call has them; empty for the usual, 0 for never."""

    closing: str
    correction: str


class Texts(BaseModel):
    """Merge fields in braces; what is missing in a language is said."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    subject_zh: str = Field("", max_length=200)
    body_zh: str = Field("", max_length=5000)
    subject_en: str = Field("", max_length=200)
    body_en: str = Field("", max_length=5000)

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("subject_zh", "body_zh", "subject_en", "body_en")}


class LetterIn(Texts):
    """`seen`: the version that was read."""

    seen: int = Field(ge=0, le=1_000_000)


class NewCampaign(Texts):
    """`view`: the query of the work list that chooses whom it goes to; `news`: to those alone who asked for news."""

    view: str = Field("", max_length=2000)
    news: bool = False


class CallLetterApi(Controller):
    path = "/api/v1/calls/{call_id:uuid}"
    tags = ("letters",)

    @get("/letters", name="api:letters:index", opt=SIGNED_IN, summary="The letters of a call, for who runs it")
    async def index(self, request: HTMXRequest, call_id: FromPath[UUID]) -> list[LetterOut]:
        await letters.run_by(request.user, call_id)
        return [LetterOut.of(one) for one in await letters.letters(call_id)]

    @put("/letters/{letter:str}", name="api:letter:put", opt=SIGNED_IN, summary="A letter in the call's own words")
    async def word(
        self, request: HTMXRequest, call_id: FromPath[UUID], letter: FromPath[str], data: JSONBody[LetterIn]
    ) -> LetterOut:
        await actions.word_letter(request.user, call_id, letter, data.texts(), data.seen)
        return LetterOut.of(await letters.letter(call_id, letter))

    @delete("/letters/{letter:str}", name="api:letter:delete", opt=SIGNED_IN, summary="By the usual words again")
    async def unword(self, request: HTMXRequest, call_id: FromPath[UUID], letter: FromPath[str]) -> None:
        await actions.unword_letter(request.user, call_id, letter)

    @get("/reminders", name="api:reminders:show", opt=SIGNED_IN, summary="When the call reminds")
    async def reminders(self, request: HTMXRequest, call_id: FromPath[UUID]) -> RemindersOut:
        return await _reminders(request, call_id)

    @put("/reminders", name="api:reminders:put", opt=SIGNED_IN, summary="Working days before, like `10, 3, 1`")
    async def remind(
        self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[forms.RemindersForm]
    ) -> RemindersOut:
        wanted = {About(name): text for name, text in data.model_dump().items()}
        await actions.set_reminders(request.user, call_id, wanted)
        return await _reminders(request, call_id)

    @get("/campaigns", name="api:campaign:index", opt=SIGNED_IN, summary="Letters to many, the newest first")
    async def campaigns(self, request: HTMXRequest, call_id: FromPath[UUID]) -> list[CampaignLine]:
        await letters.run_by(request.user, call_id)
        return [
            CampaignLine(
                id=one.id,
                subject=Said(zh=one.subject.zh, en=one.subject.en),
                state=one.state,
                made_at=one.made_at,
                recipients=one.recipients,
            )
            for one in await campaigns.campaigns(request.user, call_id)
        ]

    @post("/campaigns", name="api:campaign:post", opt=SIGNED_IN, summary="Draft one; nothing is sent yet")
    async def draft(self, request: HTMXRequest, call_id: FromPath[UUID], data: JSONBody[NewCampaign]) -> CampaignOut:
        view = GRID.view(data.view, "/applications")
        made = await actions.draft_campaign(request.user, call_id, view, data.texts(), news=data.news)
        return CampaignOut.of(await campaigns.campaign(request.user, made))


class CampaignApi(Controller):
    path = "/api/v1/campaigns/{campaign_id:uuid}"
    tags = ("letters",)

    @get(name="api:campaign:show", opt=SIGNED_IN, summary="One, and how each mail fared")
    async def show(self, request: HTMXRequest, campaign_id: FromPath[UUID]) -> CampaignOut:
        return CampaignOut.of(await campaigns.campaign(request.user, campaign_id))

    @put(name="api:campaign:put", opt=SIGNED_IN, summary="Other words; once it is sent, the silent correction")
    async def reword(self, request: HTMXRequest, campaign_id: FromPath[UUID], data: JSONBody[Texts]) -> CampaignOut:
        await actions.reword_campaign(request.user, campaign_id, data.texts())
        return CampaignOut.of(await campaigns.campaign(request.user, campaign_id))

    @put("/sending", name="api:campaign:send", opt=SIGNED_IN, summary="Send it", status_code=202)
    async def send(self, request: HTMXRequest, campaign_id: FromPath[UUID]) -> CampaignOut:
        await actions.send_campaign(request.user, campaign_id)
        return CampaignOut.of(await campaigns.campaign(request.user, campaign_id))

    @post("/recipients/{recipient_id:uuid}/mail", name="api:campaign:resend", opt=SIGNED_IN, status_code=204)
    async def resend(self, request: HTMXRequest, campaign_id: FromPath[UUID], recipient_id: FromPath[UUID]) -> None:
        await actions.resend(request.user, campaign_id, recipient_id)

    @delete("/recipients/{recipient_id:uuid}", name="api:campaign:drop", opt=SIGNED_IN, summary="Leave one out")
    async def drop(self, request: HTMXRequest, campaign_id: FromPath[UUID], recipient_id: FromPath[UUID]) -> None:
        await actions.drop_recipient(request.user, campaign_id, recipient_id)


async def _reminders(request: HTMXRequest, call_id: UUID) -> RemindersOut:
    found = await reminding.of_call(request.user, call_id)
    return RemindersOut(closing=found.own[About.CLOSING], correction=found.own[About.CORRECTION])


def _words(words: Mapping[str, letters.Words]) -> dict[str, WordsOut]:
    return {lang: WordsOut(subject=one.subject, body=one.body) for lang, one in words.items()}


HANDLERS: list[ControllerRouterHandler] = [InboxApi, ToDoApi, PreferenceApi, CallLetterApi, CampaignApi]
