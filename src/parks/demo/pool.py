"""The experts of the demo world, and the three ties of §11 that keep three of them from 林知微's file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.adapters import vault
from parks.demo import companies, fictions, people
from parks.demo.fictions import Reviewer
from parks.demo.places import Places
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.reviews import actions
from parks.reviews.rules.conflicts import Tie
from parks.reviews.rules.experts import Service
from parks.reviews.states import ExpertKind, TieKind, TieSource


@dataclass(frozen=True, slots=True)
class Seated:
    """An expert of the pool, and the person as they act."""

    fiction: Reviewer
    expert_id: UUID
    actor: Actor


@dataclass(frozen=True, slots=True)
class Pool:
    rubric_id: UUID
    experts: tuple[Seated, ...]

    def named(self, name: str) -> Seated:
        return next(one for one in self.experts if one.fiction.name == name)


async def enrol(places: Places) -> Pool:
    rubric_id = await actions.publish_rubric(
        places.programme_officer,
        organisation_id=places.nation.id,
        key="startup",
        title=Bilingual("创业启动支持计划评分标准", "Rubric of the Support Plan"),
    )
    return Pool(rubric_id, tuple(await people.together([_enrol(places, one) for one in fictions.EXPERTS])))


async def _enrol(places: Places, one: Reviewer) -> Seated:
    person = await people.enrolled(one.email, one.name)
    shareholder = one.name == fictions.SHAREHOLDER
    expert_id = await actions.enrol_expert(
        places.programme_officer,
        person_id=person.id,
        organisation_id=places.nation.id,
        kind=ExpertKind(one.kind),
        fields=[one.field],
        title=one.title,
        employer=one.employer,
        fingerprint=vault.fingerprint("identity", companies.GU_IDENTITY) if shareholder else "",
        ties=list(_ties(one)),
        serves=Service(languages=("zh", "en"), capacity=60, term_from=date(2024, 1, 1), term_until=date(2029, 1, 1)),
    )
    return Seated(one, expert_id, await people.acting(person.id))


def _ties(one: Reviewer) -> Iterator[Tie]:
    yield Tie(TieKind.EMPLOYER, one.employer, since=date(2019, 3, 1))
    lin = fictions.FOUNDERS[0]
    if one.name == fictions.SHAREHOLDER:
        yield Tie(
            TieKind.SHAREHOLDING,
            lin.company.zh,
            fictions.uscc(lin.number),
            percent=Decimal("1.2"),
            source=TieSource.COMPANY_REGISTER,
        )
    if one.name == fictions.FORMER_EMPLOYER:
        yield Tie(TieKind.EMPLOYER, companies.SHARED_EMPLOYER, since=date(2012, 7, 1), until=date(2025, 3, 22))
    if one.name == fictions.CO_INVENTOR:
        yield Tie(
            TieKind.INVENTOR,
            "单光子探测器阵列及其读出方法",
            companies.LIN_PATENT,
            since=date(2023, 5, 4),
            source=TieSource.PATENT_REGISTER,
        )
