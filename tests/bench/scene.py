"""What the pages are measured on: a world made by our own actions, then multiplied by SQL to the size that is asked.

Copies are whole rows of real ones with other ids, names, numbers and places, so that widths, states and plans are
those of real data. Triggers and foreign keys rest while rows are copied (session_replication_role), indexes do not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
from tests.make import identity, programmes, reviews

from parks.adapters import database
from parks.identity import actions as people
from parks.identity import queries as actors
from parks.identity.rules.purposes import NOTICE
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.programmes.states import ApplicationState
from parks.reviews import actions as review_actions
from parks.reviews import queries as review_queries
from parks.web import security

BLOCK = 500
"""Assessments of one round; a block has its own panel of `PANEL` experts, three of them at each assessment, so that
an expert has 75 seats, of which 60 wait. A larger pool has more blocks, as a nation has more rounds."""
PANEL = 20

_PLACES = """
    SELECT 'province' AS kind, 'p' || p AS code, '/cn/p' || p || '/' AS path,
      (SELECT id FROM organisation WHERE kind = 'nation') AS parent,
      '第' || p || '省人力资源和社会保障厅' AS zh, 'Province ' || p AS en FROM generate_series(1, 30) p
    UNION ALL SELECT 'city', 'c' || c, '/cn/p' || p || '/c' || c || '/', md5('place /cn/p' || p || '/')::uuid,
      '第' || p || '省第' || c || '市人社局', 'City ' || p || '.' || c
      FROM generate_series(1, 30) p, generate_series(1, 4) c
    UNION ALL SELECT 'park', 'k' || k, '/cn/p' || p || '/c' || c || '/k' || k || '/',
      md5('place /cn/p' || p || '/c' || c || '/')::uuid, '第' || p || '省第' || c || '市留学人员创业园' || k,
      'Park ' || p || '.' || c || '.' || k
      FROM generate_series(1, 30) p, generate_series(1, 4) c, generate_series(1, 3) k
"""
"""Thirty provinces, 120 cities, 360 parks: about as many as China has."""

_APPLICATIONS = """
    WITH parks AS (
      SELECT id, path, row_number() OVER (ORDER BY md5(path)) - 1 AS place, count(*) OVER () AS of
      FROM organisation WHERE kind = 'park' AND path LIKE '/cn/p%'
    ), models AS (
      SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS of
      FROM application WHERE number IS NOT NULL AND number NOT LIKE 'B%'
    ), made AS (
      SELECT n, 'B' || to_char(n, 'FM0000000') AS number,
        substr('云岚星海澄湖松溪远山青禾长风新元', 1 + n % 15, 2) || substr('光芯智能量子医药航天材料', 1 + n % 11, 2)
          || to_char(n, 'FM999999') || '科技有限公司' AS company,
        substr('面向新能源汽车的车载单光子激光雷达芯片与系统', 1 + n % 8, 14) || '产业化' AS project,
        substr('王李张刘陈杨黄赵周吴', 1 + n % 10, 1) || substr('若岚知微怀远清和素衣', 1 + n % 9, 2) AS applicant,
        parks.id AS park, parks.path, models.id AS model
      FROM generate_series($1::int, $2::int) n
      JOIN parks ON parks.place = (n * 7) % parks.of JOIN models ON models.place = n % models.of
    )
    SELECT *, lower(number || ' ' || company || ' ' || project || ' ' || applicant) AS words FROM made
"""

_NUMBERS = "SELECT n FROM generate_series($1::int, $2::int) n"
_SEATS = "SELECT n, k FROM generate_series($1::int, $2::int) n, generate_series(0, 2) k"


async def _copy(connection: asyncpg.Connection, table: str, copies: str, which: str, *values: Any, **new: str) -> None:
    """Insert a copy of each row of `table` (alias o) for each row of `copies` (alias n) that fits `which`.

    `new` holds the SQL of the columns that differ.
    """
    columns = [
        one["name"]
        for one in await connection.fetch(
            "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1"
            " AND is_generated = 'NEVER'",
            table,
        )
    ]
    told = ", ".join(f'"{one}"' for one in columns)
    taken = ", ".join(new.get(one, f'o."{one}"') for one in columns)
    await connection.execute(
        f"INSERT INTO {table} ({told}) SELECT {taken} FROM {table} o JOIN ({copies}) n ON {which}", *values
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """The real rows that everything is copied from, and who reads."""

    park: str
    nation: Actor
    application: UUID
    founder: Actor
    draft: UUID
    drafter: Actor
    expert: UUID
    round: UUID
    assessment: UUID
    seat: UUID
    marks: Sequence[tuple[UUID, str]]


async def build() -> Scene:
    """Applications in several states and one panel, each made by the actions of those whose turn it is."""
    world = await programmes.world(quotas=())
    made = [
        await programmes.application(world, state)
        for state in (
            ApplicationState.RECOMMENDED,
            ApplicationState.SUBMITTED,
            ApplicationState.CITY_REVIEW,
            ApplicationState.RETURNED_FOR_CORRECTION,
            ApplicationState.NOT_RECOMMENDED,
            ApplicationState.PROVINCE_REVIEW,
        )
    ]
    draft = await programmes.draft(world)
    nation = world.tree.nation.id
    rubric = await review_actions.publish_rubric(
        world.nation, organisation_id=nation, key="bench", title=Bilingual("评分标准", "Rubric")
    )
    pool = reviews.Pool(world.nation, nation, rubric)
    expert = await reviews.expert(pool)
    rounds = await reviews.review_round(pool)
    assessment = await reviews.assessment(pool, rounds)
    (seat,) = await reviews.panel(pool, assessment)
    lines = (await review_queries.my_seat(pool.experts[expert], seat)).lines
    return Scene(
        park=world.tree.park.path,
        nation=world.nation,
        application=made[0],
        founder=world.founders[made[0]],
        draft=draft,
        drafter=world.founders[draft],
        expert=expert,
        round=rounds,
        assessment=assessment,
        seat=seat,
        marks=[(one.criterion_id, f"{one.scale.maximum.normalize():f}") for one in lines],
    )


async def multiply(connection: asyncpg.Connection, scene: Scene, first: int, last: int) -> None:
    """Copies number `first` to `last - 1` of applications and assessments, with their pool and rounds."""
    await connection.execute("SET session_replication_role = replica")
    if first == 0:
        await _copy(
            connection,
            "organisation",
            _PLACES,
            "o.path = $1",
            scene.park,
            id="md5('place ' || n.path)::uuid",
            kind="n.kind",
            code="n.code",
            path="n.path",
            parent="n.parent",
            name_zh="n.zh",
            name_en="n.en",
        )
    await _copy(
        connection,
        "application",
        _APPLICATIONS,
        "o.id = n.model",
        first,
        last - 1,
        id="md5('application ' || n.n)::uuid",
        company="md5('company ' || n.n)::uuid",
        applicant="md5('founder ' || n.n)::uuid",
        park="n.park",
        path="n.path",
        number="n.number",
        company_name="n.company",
        project_title="n.project",
        applicant_name="n.applicant",
        words="n.words",
        submitted_at="o.submitted_at - n.n * interval '7 minutes'",
        moved_at="o.moved_at - n.n * interval '5 minutes'",
        uscc="substr(md5(n.n::text), 1, 18)",
        person_mark="md5('founder ' || n.n)",
    )
    await _panels(connection, scene, first, last)
    await connection.execute("SET session_replication_role = DEFAULT")
    await connection.execute("VACUUM ANALYZE")


async def _panels(connection: asyncpg.Connection, scene: Scene, first: int, last: int) -> None:
    blocks = first // BLOCK, last // BLOCK - 1
    pool = blocks[0] * PANEL, (blocks[1] + 1) * PANEL - 1
    person = await connection.fetchval("SELECT person FROM expert WHERE id = $1", scene.expert)
    await _copy(
        connection,
        "person",
        _NUMBERS,
        "o.id = $3",
        *pool,
        person,
        id="md5('expert person ' || n.n)::uuid",
        email="'expert' || n.n || '@bench.test'",
        name="'评审专家' || n.n",
    )
    await _copy(
        connection,
        "appointment",
        _NUMBERS,
        "o.person = $3",
        *pool,
        person,
        id="md5('expert appointment ' || n.n)::uuid",
        person="md5('expert person ' || n.n)::uuid",
    )
    await _copy(
        connection,
        "expert",
        _NUMBERS,
        "o.id = $3",
        *pool,
        scene.expert,
        id="md5('expert ' || n.n)::uuid",
        person="md5('expert person ' || n.n)::uuid",
        name="'评审专家' || n.n",
    )
    await _copy(
        connection,
        "review_round",
        _NUMBERS,
        "o.id = $3",
        *blocks,
        scene.round,
        id="md5('round ' || n.n)::uuid",
        assessments=str(BLOCK),
    )
    await _copy(
        connection,
        "assessment",
        _NUMBERS,
        "o.id = $3",
        first,
        last - 1,
        scene.assessment,
        id="md5('assessment ' || n.n)::uuid",
        review_round=f"md5('round ' || n.n / {BLOCK})::uuid",
        number=f"n.n % {BLOCK} + 1",
        code=f"to_char(n.n % {BLOCK} + 1, 'FM000')",
        subject_id="md5('subject ' || n.n)::uuid",
        subject_label="'B' || n.n || ' 评审对象'",
    )
    await _copy(
        connection,
        "seat",
        _SEATS,
        "o.id = $3",
        first,
        last - 1,
        scene.seat,
        id="md5('seat ' || n.n || ' ' || n.k)::uuid",
        assessment="md5('assessment ' || n.n)::uuid",
        expert=f"md5('expert ' || n.n / {BLOCK} * {PANEL} + (n.n * 3 + n.k) % {PANEL})::uuid",
        state=f"(ARRAY['scored', 'offered', 'declared', 'declared', 'declared'])[(n.n / {PANEL} + n.k) % 5 + 1]",
        score=f"CASE WHEN (n.n / {PANEL} + n.k) % 5 = 0 THEN 80 END",
        scored_at=f"CASE WHEN (n.n / {PANEL} + n.k) % 5 = 0 THEN o.declared_at END",
        declared_at=f"CASE WHEN (n.n / {PANEL} + n.k) % 5 <> 1 THEN o.declared_at END",
    )


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person: their cookie, and the mark that their forms bring back."""

    cookie: str
    mark: str

    @property
    def headers(self) -> dict[str, str]:
        return {"cookie": self.cookie}


async def sign_in(person_id: UUID) -> Visitor:
    await people.agree(await actors.actor(person_id), NOTICE.slug, NOTICE.version)
    token = await people.sign_in_as(person_id)
    session = await identity.session_of(await actors.actor(person_id))
    return Visitor(f"{security.session_cookie()}={token}", security.form_mark(f"session:{session}"))


async def experts() -> list[Visitor]:
    """The copied experts, in order, each with a session of their own."""
    found = await database.rows(
        "SELECT id FROM person WHERE email LIKE 'expert%@bench.test' ORDER BY length(email), email"
    )
    return [await sign_in(one["id"]) for one in found]


async def posts(
    connection: asyncpg.Connection, scene: Scene, visitors: Sequence[Visitor]
) -> list[tuple[Visitor, str, dict[str, str]]]:
    """Score sheets to submit, one a declared seat: who, where, what. Shuffled, as experts work on their own."""
    body: dict[str, str] = {}
    for criterion, mark in scene.marks:
        body |= {f"mark-{criterion}": mark, f"comment-{criterion}": "技术路线清晰，论证充分，团队互补，风险可控。"}
    found = await connection.fetch(
        "SELECT s.id, p.email FROM seat s JOIN expert e ON e.id = s.expert JOIN person p ON p.id = e.person"
        " WHERE s.state = 'declared' AND p.email LIKE 'expert%@bench.test' ORDER BY md5(s.id::text)"
    )
    order = {f"expert{n}@bench.test": visitor for n, visitor in enumerate(visitors)}
    return [(order[one["email"]], f"/seats/{one['id']}/score?_method=PUT", body) for one in found]
