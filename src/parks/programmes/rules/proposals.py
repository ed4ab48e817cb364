"""The blind proposal out of a frozen version: the questions marked as safe, attachments under neutral labels.

Nothing is taken out: only what is marked is put in, so that a question nobody thought about stays hidden.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from parks.kernel.words import Bilingual
from parks.questionnaires.rules import snapshots
from parks.reviews.rules.proposal import Answer, Attachment, Proposal, Said, Section

FIELD = "project_field"
"""The question that names one of the twelve fields, by which experts are chosen."""


def blind(answers: Mapping[str, Any]) -> Proposal:
    """What experts may read of one version (`answers` as questionnaires froze it)."""
    seen = snapshots.blind(dict(answers))
    sections = [_section(one) for one in seen["sections"]]
    return Proposal(
        field=field_of(seen),
        sections=tuple(one for one in sections if one.answers),
        attachments=tuple(
            attachment for section in seen["sections"] for one in section["questions"] for attachment in _attached(one)
        ),
    )


def field_of(seen: Mapping[str, Any]) -> str:
    """The field that frozen answers name; nothing where they name none."""
    for section in seen["sections"]:
        for one in section["questions"]:
            if one["key"] == FIELD:
                return str(one["value"] or "")
    return ""


def _section(stored: Mapping[str, Any]) -> Section:
    return Section(
        Bilingual.of(stored["title"]),
        tuple(_answer(one) for one in stored["questions"] if "files" not in one and one["lines"]),
    )


def _answer(stored: Mapping[str, Any]) -> Answer:
    label = Bilingual.of(stored["label"])
    if "columns" in stored:
        return Answer(
            label,
            heads=tuple(Bilingual.of(one["label"]) for one in stored["columns"]),
            lines=tuple(tuple(_said(cell["zh"], cell["en"]) for cell in line) for line in stored["lines"]),
        )
    return Answer(label, text=_said(*("\n".join(line[one] for line in stored["lines"]) for one in ("zh", "en"))))


def _said(zh: str, en: str) -> Said:
    """What was typed is the same in both languages; what was chosen from a list is not."""
    return zh if zh == en else Bilingual(zh, en)


def _attached(stored: Mapping[str, Any]) -> list[Attachment]:
    """A file is called after its question and numbered, never after itself: people put their own name into names."""
    files = stored.get("files") or []
    label = stored["label"]
    if len(files) == 1:
        return [Attachment(UUID(files[0]["id"]), Bilingual.of(label))]
    return [
        Attachment(UUID(one["id"]), Bilingual(f"{label['zh']} {place}", f"{label['en']} {place}"))
        for place, one in enumerate(files, start=1)
    ]
