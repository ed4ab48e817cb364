"""The letter of appointment: a PDF with a code that anybody checks, as award letters have."""

from datetime import date, timedelta
from uuid import UUID

from parks.adapters import clock, database, typesetter
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.identity import queries as identity
from parks.kernel import verification
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, Text, _
from parks.reviews import permissions
from parks.reviews.events import LetterIssued
from parks.reviews.rules import names
from parks.reviews.states import ExpertKind
from parks.settings import settings
from parks.web.language import translate


async def issue_letter(actor: Actor, expert_id: UUID) -> UUID:
    """Issue the letter for the expert's present term; answers its id.

    Hidden (404) and Forbidden (403) as for the entry; Conflict (409) without a term from day to day, or where this
    term has its letter. Unavailable (503) where the document store is away: nothing was issued then.
    """
    async with tx():
        found = await database.row(
            "SELECT e.name, e.title, e.employer, e.kind, e.fields, e.path, e.organisation, e.term_from, e.term_until,"
            " EXISTS (SELECT FROM expert_letter l WHERE l.expert = e.id AND l.term_from = e.term_from"
            " AND l.term_until = e.term_until) AS issued FROM expert e WHERE e.id = $1 FOR NO KEY UPDATE",
            expert_id,
        )
        if found is None or not permissions.reads_at(actor):
            hidden()
        require(permissions.may_run(actor, found["path"]))
        if found["term_from"] is None or found["term_until"] is None:
            raise Conflict(_("Set the first and last day of the term first; the letter names them."))
        if found["issued"]:
            raise Conflict(_("The letter of this term is issued already. A renewed term gets a letter of its own."))
        place = await identity.organisation(found["organisation"])
        number = await _number(place, await clock.today())
        made, code = uuid7(), verification.new_code()
        last = found["term_until"] - timedelta(days=1)
        fields = [names.field_name(one) for one in found["fields"]]
        letter = typesetter.Award(
            issuer=place.name,
            title=Bilingual("聘书", "Letter of appointment"),
            number=number,
            day=await clock.today(),
            to=found["name"],
            code=code,
            verify_url=f"{settings().base_url}/verify?code={code}",
            opening=Bilingual(
                f"兹聘请{found['name']}为{place.name.zh}评审专家。",
                f"{found['name']} is hereby appointed as an expert of {place.name.en}.",
            ),
            facts=[
                (Bilingual("姓名", "Name"), found["name"]),
                (Bilingual("工作单位", "Employer"), found["employer"]),
                (Bilingual("职称或职务", "Professional title"), found["title"]),
                (Bilingual("专家类型", "Kind"), _both(names.EXPERT_KINDS[ExpertKind(found["kind"])])),
                (
                    Bilingual("专业领域", "Fields"),
                    Bilingual(
                        "、".join(translate(one, "zh") for one in fields),
                        ", ".join(translate(one, "en") for one in fields),
                    ),
                ),
                (Bilingual("聘期", "Term"), _term(found["term_from"], last)),
            ],
            paragraphs=[
                Bilingual(
                    "专家在评审前签署保密承诺并声明利益冲突，独立、客观、公正地提出评审意见。",
                    "Before a review the expert signs a pledge of confidentiality and declares conflicts of interest."
                    " Opinions are independent, factual and fair.",
                )
            ],
            signer=place.name,
        )
        document = await documents.file_letter(f"{number}.pdf", await typesetter.pdf("award", letter))
        await database.execute(
            "INSERT INTO expert_letter (id, expert, number, code, term_from, term_until, document, made_by, made_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, parks_now())",
            made,
            expert_id,
            number,
            code,
            found["term_from"],
            found["term_until"],
            document,
            actor.id,
        )
        await audit.record(actor, "letter of appointment issued", expert_id, number=number)
        await announce(LetterIssued(made))
    return made


async def _number(place: identity.OrganisationView, today: date) -> str:
    """The next of the place in the year; under a lock, so that two officers count on."""
    await database.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"expert letters {place.id}")
    head = f"{place.path.strip('/').rpartition('/')[2].upper()}-ZJ-{today.year}-"
    count = await database.value(
        "SELECT count(*) FROM expert_letter l JOIN expert e ON e.id = l.expert WHERE e.organisation = $1"
        " AND l.number LIKE $2",
        place.id,
        f"{head}%",
    )
    return f"{head}{count + 1:03}"


def _both(text: Text) -> Bilingual:
    return Bilingual(translate(text, "zh"), translate(text, "en"))


def _term(first: date, last: date) -> Bilingual:
    return Bilingual(
        f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日",
        f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}",
    )
