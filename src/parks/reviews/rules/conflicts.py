"""Recusal (回避), domain.md §6.3: an expert's ties against the ties of what is assessed → why they are barred.

Pure: both sides are handed in. Posts, seats on a board and mentoring bar while they last and for 36 months after;
shares bar while they are held; a patent in common, kinship and the expert's own application bar for good.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.kernel.words import Text, _
from parks.reviews.states import ConflictKind, ConflictSource, TieKind, TieSource

MONTHS = 36


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie of an expert. `party` is the company, institution or person by name, `key` its sure mark: a USCC, a
    patent number, a person's identity fingerprint. Half-open days: `until` is the first day it no longer held.
    """

    kind: TieKind
    party: str
    key: str = ""
    percent: Decimal | None = None
    since: date | None = None
    until: date | None = None
    source: TieSource = TieSource.DECLARED


@dataclass(frozen=True, slots=True)
class ExpertTies:
    """An expert and all that ties them. `fingerprint` is their identity number's keyed hash, if it is known."""

    expert_id: UUID
    person_id: UUID
    name: str
    ties: tuple[Tie, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Company:
    name: str
    uscc: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the applicant's side. `person_id` where they have an account, `fingerprint` where it is known."""

    name: str
    person_id: UUID | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Shareholder:
    person: Person
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Employment:
    """Where somebody on the applicant's side works or worked (half-open days)."""

    employer: str
    key: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Patent:
    number: str
    inventors: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class SubjectTies:
    """What is assessed, from the side of its applicant: handed in by the context that owns it."""

    companies: tuple[Company, ...] = ()
    people: tuple[Person, ...] = ()  # applicant, legal representative, team
    shareholders: tuple[Shareholder, ...] = ()
    employments: tuple[Employment, ...] = ()
    patents: tuple[Patent, ...] = ()
    mentors: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the conflict rests on, as it was found: whom it concerns, by which mark, from when to when."""

    party: str
    key: str = ""
    percent: Decimal | None = None
    since: date | None = None
    until: date | None = None

    @property
    def span(self) -> Text | None:
        """From when to when as people say it: with the last day, not the first day after it."""
        last = self.until - timedelta(days=1) if self.until else None
        match self.since, last:
            case None, None:
                return None
            case None, _last:
                return _("until {day}", day=last)
            case since, None:
                return _("since {day}", day=since)
        return _("{first} to {last}", first=self.since, last=last)


@dataclass(frozen=True, slots=True)
class Barred:
    """Why an expert may not sit: the kind, who says so, and the evidence."""

    kind: ConflictKind
    source: TieSource | ConflictSource
    evidence: Evidence

    @property
    def reason(self) -> Text:
        """The sentence that the officer reads."""
        party, until = self.evidence.party, self.evidence.until
        match self.kind:
            case ConflictKind.SELF:
                return _("Is one of the applicant's own people ({party}).", party=party)
            case ConflictKind.SHAREHOLDER if self.evidence.percent is not None:
                return _("Holds {percent} % of {party}.", percent=f"{self.evidence.percent.normalize():f}", party=party)
            case ConflictKind.SHAREHOLDER:
                return _("Holds shares of {party}.", party=party)
            case ConflictKind.DIRECTOR:
                return _("Sits or sat within 36 months on the board of {party}.", party=party)
            case ConflictKind.ADVISER:
                return _("Advises {party}, or did within 36 months.", party=party)
            case ConflictKind.EMPLOYER if until is not None:
                last = until - timedelta(days=1)
                return _(
                    "Same employer: worked at {party} until {until}, less than 36 months ago.", party=party, until=last
                )
            case ConflictKind.EMPLOYER:
                return _("Same employer: works at {party}.", party=party)
            case ConflictKind.CO_INVENTOR:
                return _("Co-inventor of a patent of the applicant's ({party}).", party=party)
            case ConflictKind.KIN:
                return _("Is related to {party}.", party=party)
            case ConflictKind.TEACHER:
                return _("Teacher or student of {party}.", party=party)
            case ConflictKind.MENTOR:
                return _("Mentors {party}, or did within 36 months.", party=party)
            case ConflictKind.INVESTOR:
                return _("Invested in {party}, or {party} in them.", party=party)
            case ConflictKind.TENANCY:
                return _("Landlord or tenant of {party}.", party=party)
            case ConflictKind.COLLABORATION:
                return _("Worked together with {party} before.", party=party)

    def stored(self) -> dict[str, Any]:
        found = self.evidence
        return {
            "kind": self.kind.value,
            "source": self.source.value,
            "party": found.party,
            "key": found.key,
            "percent": None if found.percent is None else str(found.percent),
            "since": found.since.isoformat() if found.since else None,
            "until": found.until.isoformat() if found.until else None,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Barred":
        return cls(
            ConflictKind(stored["kind"]),
            _source(stored["source"]),
            Evidence(
                stored["party"],
                stored["key"],
                Decimal(stored["percent"]) if stored["percent"] else None,
                date.fromisoformat(stored["since"]) if stored["since"] else None,
                date.fromisoformat(stored["until"]) if stored["until"] else None,
            ),
        )


def _source(stored: str) -> TieSource | ConflictSource:
    return ConflictSource(stored) if stored in set(ConflictSource) else TieSource(stored)


def mark(name: str, uscc: str = "") -> str:
    """What a company is known by when an interest in the whole of it is noted: its USCC, else its plain name."""
    return _plain(uscc) or _plain(name)


def parties(subject: SubjectTies) -> tuple[str, ...]:
    """Every mark of the applicant's own company and of the entities that hold its shares, sorted."""
    return tuple(sorted({mark(*each) for one in subject.companies for each in ((one.name, one.uscc), (one.name,))}))


def accounts(subject: SubjectTies) -> tuple[UUID, ...]:
    """Whose matter it is: the accounts of the applicant's people and shareholders. They judge and run none of it."""
    people = (*subject.people, *(holder.person for holder in subject.shareholders))
    return tuple(sorted({one.person_id for one in people if one.person_id is not None}))


def barred(experts: Iterable[ExpertTies], subject: SubjectTies, on: date) -> dict[UUID, tuple[Barred, ...]]:
    """Who of the experts may not assess the subject on that day, each with every reason, the gravest first."""
    found = {expert.expert_id: conflicts(expert, subject, on) for expert in experts}
    return {expert_id: reasons for expert_id, reasons in found.items() if reasons}


def conflicts(expert: ExpertTies, subject: SubjectTies, on: date) -> tuple[Barred, ...]:
    """All reasons against one expert, without doubles, the gravest first."""
    gravity = list(ConflictKind)
    reasons = dict.fromkeys((*_as_person(expert, subject), *_by_ties(expert, subject, on)))
    return tuple(sorted(reasons, key=lambda one: gravity.index(one.kind)))


def _as_person(expert: ExpertTies, subject: SubjectTies) -> Iterator[Barred]:
    """The expert's own person on the applicant's side: matched by account or identity, never by name alone."""
    for person in subject.people:
        if _same_person(expert, person):
            yield Barred(ConflictKind.SELF, TieSource.APPLICATION, Evidence(person.name))
    for holder in subject.shareholders:
        if _same_person(expert, holder.person):
            company = subject.companies[0] if subject.companies else Company(holder.person.name)
            found = Evidence(company.name, company.uscc, holder.percent)
            yield Barred(ConflictKind.SHAREHOLDER, TieSource.COMPANY_REGISTER, found)
    for patent in subject.patents:
        if any(_same_person(expert, inventor) for inventor in patent.inventors):
            found = Evidence(patent.number, patent.number)
            yield Barred(ConflictKind.CO_INVENTOR, TieSource.PATENT_REGISTER, found)
    for mentor in subject.mentors:
        if _same_person(expert, mentor):
            who = subject.companies[0].name if subject.companies else mentor.name
            yield Barred(ConflictKind.MENTOR, TieSource.PARK_RECORD, Evidence(who))


def _by_ties(expert: ExpertTies, subject: SubjectTies, on: date) -> Iterator[Barred]:
    for tie in expert.ties:
        recent = _recent(tie.until, on)
        match tie.kind:
            case TieKind.SHAREHOLDING if _holds(tie.until, on):
                yield from _with_company(ConflictKind.SHAREHOLDER, tie, subject)
            case TieKind.DIRECTOR if recent:
                yield from _with_company(ConflictKind.DIRECTOR, tie, subject)
            case TieKind.ADVISER if recent:
                yield from _with_company(ConflictKind.ADVISER, tie, subject)
            case TieKind.EMPLOYER if recent:
                yield from _with_company(ConflictKind.EMPLOYER, tie, subject)
                yield from _with_employments(tie, subject.employments, on)
            case TieKind.INVENTOR:
                yield from _with_patents(tie, subject.patents)
            case TieKind.KIN:
                yield from _with_people(ConflictKind.KIN, tie, subject)
            case TieKind.TEACHER:
                yield from _with_people(ConflictKind.TEACHER, tie, subject)
            case TieKind.MENTOR if recent:
                yield from _with_company(ConflictKind.MENTOR, tie, subject)
                yield from _with_people(ConflictKind.MENTOR, tie, subject)
            case _:
                pass  # over for longer than the rule asks


def _with_company(kind: ConflictKind, tie: Tie, subject: SubjectTies) -> Iterator[Barred]:
    if any(_same_body(tie, company.name, company.uscc) for company in subject.companies):
        yield _told(kind, tie)


def _with_employments(tie: Tie, employments: Sequence[Employment], on: date) -> Iterator[Barred]:
    """Both were there, and both still or within the 36 months; whether at the same time is not asked."""
    if any(_recent(one.until, on) and _same_body(tie, one.employer, one.key) for one in employments):
        yield _told(ConflictKind.EMPLOYER, tie)


def _with_patents(tie: Tie, patents: Sequence[Patent]) -> Iterator[Barred]:
    """By the patent's number; a tie without one holds the name the expert files under, and meets inventors' names."""
    for patent in patents:
        by_name = not tie.key and any(_plain(tie.party) == _plain(inventor.name) for inventor in patent.inventors)
        if by_name or (tie.key and _plain(tie.key) == _plain(patent.number)):
            found = Evidence(patent.number, patent.number, since=tie.since, until=tie.until)
            yield Barred(ConflictKind.CO_INVENTOR, tie.source, found)


def _with_people(kind: ConflictKind, tie: Tie, subject: SubjectTies) -> Iterator[Barred]:
    people = (*subject.people, *(holder.person for holder in subject.shareholders))
    for person in people:
        if (tie.key and tie.key == person.fingerprint) or (not tie.key and _plain(tie.party) == _plain(person.name)):
            yield _told(kind, tie)


def _told(kind: ConflictKind, tie: Tie) -> Barred:
    return Barred(kind, tie.source, Evidence(tie.party, tie.key, tie.percent, tie.since, tie.until))


def _same_person(expert: ExpertTies, person: Person) -> bool:
    return person.person_id == expert.person_id or bool(expert.fingerprint and expert.fingerprint == person.fingerprint)


def _same_body(tie: Tie, name: str, key: str) -> bool:
    """By USCC where both sides have one (a name may have changed), else by name."""
    if tie.key and key:
        return _plain(tie.key) == _plain(key)
    return bool(_plain(tie.party)) and _plain(tie.party) == _plain(name)


def _plain(text: str) -> str:
    """Upper case, without spaces; full-width brackets as half-width ones: how the same name is written twice."""
    return "".join(text.upper().replace("（", "(").replace("）", ")").split())


def _holds(until: date | None, on: date) -> bool:
    return until is None or until > on


def _recent(until: date | None, on: date) -> bool:
    """Still so, or over for 36 months at most: the last day counts."""
    return until is None or until > months_before(on, MONTHS)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
