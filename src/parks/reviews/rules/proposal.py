"""The blind proposal: all that an expert reads, put together by the context that owns it and frozen at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from parks.kernel.words import Bilingual

Said = str | Bilingual
"""What somebody typed, as it is; or what they chose from a form's list, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's label with a text, or with a table (`heads`, `lines`)."""

    label: Bilingual
    text: Said = ""
    heads: tuple[Bilingual, ...] = ()
    lines: tuple[tuple[Said, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    title: Bilingual
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF under a neutral label ("Business plan"), never its own name. The door sets `version`."""

    document_id: UUID
    label: Bilingual
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """`field` is one of the twelve (reference), the one fact an expert sees before declaring."""

    field: str
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def stored(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "sections": [
                {"title": section.title.stored(), "answers": [_stored(one) for one in section.answers]}
                for section in self.sections
            ],
            "attachments": [
                {"document_id": str(one.document_id), "label": one.label.stored(), "version": one.version}
                for one in self.attachments
            ],
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Proposal":
        return cls(
            stored["field"],
            tuple(
                Section(Bilingual.of(one["title"]), tuple(_answer(each) for each in one["answers"]))
                for one in stored["sections"]
            ),
            tuple(
                Attachment(UUID(one["document_id"]), Bilingual.of(one["label"]), one["version"])
                for one in stored["attachments"]
            ),
        )


def _stored(answer: Answer) -> dict[str, Any]:
    return {
        "label": answer.label.stored(),
        "text": _kept(answer.text),
        "heads": [one.stored() for one in answer.heads],
        "lines": [[_kept(cell) for cell in line] for line in answer.lines],
    }


def _answer(stored: Mapping[str, Any]) -> Answer:
    return Answer(
        Bilingual.of(stored["label"]),
        _said(stored["text"]),
        tuple(Bilingual.of(one) for one in stored["heads"]),
        tuple(tuple(_said(cell) for cell in line) for line in stored["lines"]),
    )


def _kept(said: Said) -> str | dict[str, str]:
    return said.stored() if isinstance(said, Bilingual) else said


def _said(kept: str | Mapping[str, str]) -> Said:
    return kept if isinstance(kept, str) else Bilingual.of(kept)
