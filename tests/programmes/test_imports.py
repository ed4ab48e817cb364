"""Applications brought in from a sheet: cell by cell as the page would say, all rows or none, and never twice."""

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.counting import counted
from tests.make import identity as people
from tests.make import programmes as make
from tests.make.programmes import World
from tests.make.questionnaires import question as asked
from tests.make.questionnaires import section

from parks.adapters import database, jobs
from parks.adapters import sheets as files
from parks.adapters.sheets import EXAMPLE, MOST_ROWS, rows_of, text_of
from parks.demo import fictions
from parks.kernel.errors import Conflict, Forbidden, Hidden, Invalid, TooLarge
from parks.kernel.words import Bilingual
from parks.programmes.actions import applications, calls, imports
from parks.programmes.queries import imports as queries
from parks.programmes.rules.import_files import template
from parks.programmes.rules.imports import columns_of, meant, problem_of, written
from parks.questionnaires import queries as sheets
from parks.questionnaires.rules.answers import keep, reading
from parks.questionnaires.rules.definition import Question, load

FORM: dict[str, Any] = {
    "key": "paper",
    "title": {"zh": "纸质申报", "en": "Paper application"},
    "sections": [
        section(
            "project",
            asked("project_title", required=True, max=60),
            asked(
                "project_field",
                "choice",
                options=[
                    {"value": "electronics", "label": {"zh": "电子信息", "en": "Electronics"}},
                    {"value": "energy", "label": {"zh": "新能源", "en": "New energy"}},
                ],
            ),
            asked("budget", "money", max=1_000_000),
            asked("starts", "date"),
            asked("ready", "yes_no"),
            asked(
                "markets",
                "choices",
                options=[{"value": one, "label": {"zh": one * 2, "en": one * 3}} for one in ("a", "b", "c")],
            ),
            asked(
                "milestones",
                "table",
                max=3,
                columns=[
                    {"key": "what", "kind": "text", "label": {"zh": "内容", "en": "What"}, "required": True},
                    {"key": "cost", "kind": "money", "label": {"zh": "费用", "en": "Cost"}},
                ],
            ),
        ),
        section("rest", asked("plan", "file"), asked("integrity", "declaration", required=True)),
    ],
}
DEFINITION = load(FORM)
COLUMNS = columns_of(DEFINITION)
OURS = {imports.CARRY_OUT: imports.carry_out}
QUESTIONS = [one.question for one in COLUMNS if one.question is not None]


def good(number: int, **more: Any) -> dict[str, Any]:
    """A row that can be taken, `more` by column id with `_` for the point."""
    row: dict[str, Any] = {
        "company.uscc": fictions.uscc(number),
        "company.name_zh": f"澄湖{number}号科技有限公司",
        "company.registered_on": "2024-03-18",
        "applicant.name": "林知微",
        "applicant.email": f"paper{number}@parks.test",
        "park.code": "park1",
        "source.reference": f"2025-{number:04}",
        "answer.project_title": f"第{number}号项目",
        "answer.project_field": "电子信息",
        "answer.budget": 500000,
        "answer.milestones": "样机 | 20万\n小试 |",
    }
    return row | {name.replace("_", ".", 1): value for name, value in more.items()}


def sheet(
    rows: Sequence[Mapping[str, Any]], ids: Sequence[str] = (), formula: Mapping[str, Any] | None = None
) -> bytes:
    out = io.BytesIO()
    ids = ids or [one.id for one in COLUMNS]
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ids)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(ids):
                if name in (formula or {}):
                    page.write_formula(number, place, "=1/0+HYPERLINK(A1)", None, (formula or {})[name])
                elif name in row:
                    page.write(number, place, row[name])
    return out.getvalue()


async def world(**more: Any) -> World:
    return await make.world(sheet=FORM, **more)


async def wrong_in(of: World, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    run = await imports.read_in(of.nation, of.call_id, "纸质申报.xlsx", sheet(rows))
    return {one.place: str(one.sentence) for one in (await queries.run_page(of.nation, run)).wrong}


async def count(table: str) -> int:
    found: int = await database.value(f"SELECT count(*) FROM {table}")
    return found


WRONG = {
    "company.uscc": ("123", "A2", "has 18 characters"),
    "company.name_zh": ("", "B2", "This is needed."),
    "company.registered_on": ("someday", "D2", "not a date"),
    "applicant.name": ("x" * 101, "E2", "at most 100"),
    "applicant.email": ("nobody", "F2", "like name@example.cn"),
    "park.code": ("nowhere", "G2", "no park with this code"),
    "answer.project_title": ("长" * 61, "I2", "at most 60"),
    "answer.project_field": ("农业", "J2", "Choose one of the options."),
    "answer.budget": ("很多", "K2", "not a number"),
    "answer.starts": ("2026-02-30", "L2", "not a date"),
    "answer.ready": ("maybe", "M2", "Choose one of the options."),
    "answer.markets": ("a; z", "N2", "Choose one of the options."),
    "answer.milestones": ("样机 | 1 | 2", "O2", "at most 2 cells"),
}


async def test_each_wrong_cell_is_told_with_its_place_and_nothing_is_written(db: None) -> None:
    of = await world()
    before = [await count(one) for one in ("company", "person", "application", "message")]
    for column, (text, place, sentence) in WRONG.items():
        told = await wrong_in(of, [good(1) | {column: text}])
        assert list(told) == [place], column
        assert sentence in told[place]
    told = await wrong_in(of, [good(1), good(2), good(1), good(3, applicant_email="PAPER2@parks.test")])
    assert set(told) == {"A4", "F4", "F5"}
    assert [await count(one) for one in ("company", "person", "application", "message")] == before
    assert await count("import_row") == 4  # what came before is forgotten


async def test_what_is_on_record_already_is_told_beside_the_cell(db: None) -> None:
    of = await world()
    drafted = await make.draft(of, number=7)
    address = await database.value("SELECT email FROM person WHERE id = $1", of.founders[drafted].id)
    told = await wrong_in(
        of,
        [
            good(7),
            good(8, applicant_email=address),
            good(9, applicant_email=address.upper(), applicant_name="别人"),
        ],
    )
    assert "has an application in this call already" in told["A2"]
    assert "This person has an application" in told["F3"]
    assert set(told) == {"A2", "F3", "F4"}


async def test_three_good_rows_become_drafts_once_and_their_people_hear_of_it(db: None) -> None:
    of = await world()
    known = await people.person("林知微", email="paper2@parks.test")
    run = await imports.read_in(
        of.nation,
        of.call_id,
        "a.xlsx",
        sheet([good(1), {}, good(2), good(3, answer_ready="是", answer_markets="aa;ccc")]),
    )
    page = await queries.run_page(of.nation, run)
    assert (page.run.rows, page.run.companies, page.run.people, page.wrong) == (3, 3, 2, ())
    for _twice in range(2):
        await imports.confirm(of.nation, run)
    await jobs.drain(OURS)
    await imports.carry_out({"id": str(run)})
    await imports.confirm(of.nation, run)
    found = await database.rows(
        "SELECT a.id, a.applicant, a.state, a.project_title, a.sheet, p.email FROM application a"
        " JOIN person p ON p.id = a.applicant ORDER BY a.uscc"
    )
    assert [one["project_title"] for one in found] == ["第1号项目", "第2号项目", "第3号项目"]
    assert {one["state"] for one in found} == {"draft"}
    assert found[1]["applicant"] == known.id
    kept = await sheets.sheet(found[2]["sheet"])
    assert (kept.question("project_field").kept, kept.question("ready").kept) == ("electronics", "yes")
    assert kept.question("markets").kept == ["a", "c"]
    assert kept.question("milestones").kept == [{"what": "样机", "cost": "200000.00"}, {"what": "小试", "cost": ""}]
    letters = await database.rows(
        "SELECT template, count(*) AS n FROM message WHERE template <> 'identity/appointed' GROUP BY template"
    )
    assert {one["template"]: one["n"] for one in letters} == {"identity/invite": 2, "programmes/brought_in": 3}
    done = await queries.run(of.nation, run)
    assert (done.state, done.done) == ("done", 3)
    assert {str(one["cells"]) for one in await database.rows("SELECT cells FROM import_row")} == {"{}"}
    trail = await database.rows(
        "SELECT actor_id, via, detail FROM audit_entry WHERE act = 'application brought in' ORDER BY id"
    )
    assert {(one["actor_id"], one["via"]) for one in trail} == {(of.nation.id, "import")}
    assert [one["detail"]["former"] for one in trail] == ["2025-0001", "2025-0002", "2025-0003"]
    await applications.save_answer(known, found[1]["id"], "project_title", "改后", 1)


async def test_a_row_that_fails_at_the_end_undoes_them_all_and_says_where(db: None) -> None:
    of = await world()
    run = await imports.read_in(of.nation, of.call_id, "a.xlsx", sheet([good(1), good(2), good(3)]))
    await imports.confirm(of.nation, run)
    await make.draft(of, number=3, founder_name="抢先者")  # between the confirmation and the worker
    before = [await count(one) for one in ("company", "person", "application", "message", "questionnaire_answer")]
    await jobs.drain(OURS)
    assert [
        await count(one) for one in ("company", "person", "application", "message", "questionnaire_answer")
    ] == before
    page = await queries.run_page(of.nation, run)
    assert page.run.state == "failed"
    assert [one.place for one in page.wrong] == ["A4"]
    with pytest.raises(Conflict):
        await imports.confirm(of.nation, run)


async def test_an_action_that_refuses_the_last_row_undoes_the_rows_before_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = await world()
    run = await imports.read_in(of.nation, of.call_id, "a.xlsx", sheet([good(1), good(2)]))
    await imports.confirm(of.nation, run)
    begin, begun = applications.begin, []

    async def refusing_the_second(actor: Any, call_id: UUID, company_id: UUID, park_id: UUID) -> UUID:
        begun.append(company_id)
        if len(begun) == 2:
            raise Invalid(fields={"park": files.NO_XLSX})
        return await begin(actor, call_id, company_id, park_id)

    monkeypatch.setattr(applications, "begin", refusing_the_second)
    await jobs.drain(OURS)
    assert (await count("application"), await count("company")) == (0, 0)
    assert [one.place for one in (await queries.run_page(of.nation, run)).wrong] == ["G3"]


async def test_only_who_runs_the_call_reads_in_and_only_while_it_takes_applications(db: None) -> None:
    of = await world()
    for who in (of.province, of.manager, of.auditor, await people.person()):
        with pytest.raises(Forbidden):
            await imports.read_in(who, of.call_id, "a.xlsx", sheet([good(1)]))
    run = await imports.read_in(of.nation, of.call_id, "a.xlsx", sheet([good(1)]))
    with pytest.raises(Hidden):
        await queries.run(of.province, run)
    with pytest.raises(Hidden):
        await imports.confirm(of.province, run)
    await calls.close_call(of.nation, of.call_id)
    for again in (imports.confirm(of.nation, run), imports.read_in(of.nation, of.call_id, "a.xlsx", sheet([good(1)]))):
        with pytest.raises(Forbidden, match="closed"):
            await again


# --- files


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}.items():
            archive.writestr(name, body)
        for name, body in parts.items():
            archive.writestr(f"xl/{name}.xml", body)
    return out.getvalue()


def cell(place: str) -> bytes:
    return f'<x:worksheet xmlns:x="x"><x:c r="{place}"><x:v>1</x:v></x:c></x:worksheet>'.encode()


BAD_FILES = {
    "text": (b"name,company", "not an Excel file"),
    "an old xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not an Excel file"),
    "a zip of something": (zipped(), "not an Excel file"),
    "a zip bomb": (zipped(sheet=b" " * (files.MOST_UNPACKED + 1)), "unpacks to far more"),
    "entities": (zipped(sheet=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "not an Excel file"),
    "a cell at the end of the world": (zipped(sheet=cell("A1048576")), "At most 5000 rows"),
    "a cell far to the right": (zipped(sheet=cell("XFD1")), "more than 1000 columns"),
    "cells without places": (zipped(sheet=b"<a><c><v>1</v></c></a>"), "do not say where they stand"),
    "no ids": (sheet([good(1)], ["a", "b"]), "does not hold the ids"),
    "a column is missing": (sheet([good(1)], [one.id for one in COLUMNS[:-1]]), "answer.milestones"),
    "a column too many": (sheet([good(1)], [*(one.id for one in COLUMNS), "answer.plan"]), "answer.plan"),
    "a column twice": (sheet([good(1)], [*(one.id for one in COLUMNS), "park.code"]), "park.code"),
    "the empty template": (template(COLUMNS, []), "no row below the head"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name: str) -> None:
    data, sentence = BAD_FILES[name]
    with pytest.raises(Invalid) as refusal:
        rows_of(data, COLUMNS)
    assert sentence in str(refusal.value.fields["file"])


def test_too_many_bytes_and_rows_are_refused_and_a_false_size_is_found_out() -> None:
    with pytest.raises(TooLarge):
        rows_of(b"PK" * files.MOST_BYTES, COLUMNS)
    with pytest.raises(Invalid, match="5000"):
        rows_of(sheet([{"company.uscc": "1"}] * (MOST_ROWS + 1)), COLUMNS)
    true = zipped(sheet=b"<a>" + b" " * 100_000 + b"</a>")
    false = true.replace((100_007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert false != true
    with pytest.raises(Invalid, match="not an Excel file"):
        rows_of(false, COLUMNS)


def test_formulas_arrive_as_their_values_and_figures_as_excel_shows_them() -> None:
    (row,) = rows_of(sheet([good(1, answer_budget=0.1 + 0.2)], formula={"answer.project_title": "值"}), COLUMNS)
    assert (row.cells["answer.project_title"], row.cells["answer.budget"]) == ("值", "0.3")
    assert [text_of(one) for one in (5.0, True, 1e14, None)] == ["5", "yes", "100000000000000", ""]


def test_the_template_is_read_back_and_what_was_read_comes_back_with_remarks() -> None:
    parks = [("park1", Bilingual("园区", "Park"))]
    book = CalamineWorkbook.from_filelike(io.BytesIO(template(COLUMNS, parks)))
    first, codes = (book.get_sheet_by_index(one).to_python() for one in (0, 1))
    assert first[0] == [one.id for one in COLUMNS]
    assert str(first[2][0]) == EXAMPLE
    assert ["park.code", "park1", "园区", "Park"] in codes
    assert ["answer.project_field", "energy", "新能源", "New energy"] in codes
    assert not any("integrity" in str(one) or "plan" in str(one) for one in first[0])
    rows = rows_of(sheet([good(1), good(2)]), COLUMNS)
    rows[0].say("park.code", files.NO_XLSX)
    again = rows_of(template(COLUMNS, parks, rows), COLUMNS)
    assert [one.cells for one in again] == [one.cells for one in rows]


ANSWERS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "50万", "-1", "2026-02-30", "2026年2月3日", "yes", "是", "电子信息", "a;b", "aaa", "a|b\n|", "||", "\\"]
    ),
    st.text(alphabet="ab|;；\\\n 1.万是", max_size=12),
)


@given(question=st.sampled_from(QUESTIONS), text=ANSWERS)
def test_what_the_sheet_takes_the_page_takes(question: Question, text: str) -> None:
    if problem_of(question, text) is None:
        assert reading(question, keep(question, meant(question, text))).problem is None


TYPED = st.one_of(
    ANSWERS,
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=4),
    st.lists(st.fixed_dictionaries({"what": ANSWERS, "cost": ANSWERS}), max_size=4),
)


@given(question=st.sampled_from(QUESTIONS), typed=TYPED)
def test_what_the_page_takes_the_sheet_takes_and_means_the_same(question: Question, typed: Any) -> None:
    try:
        kept = keep(question, typed)
    except Invalid:
        return
    if reading(question, kept).problem is None:
        text = written(question, kept)
        assert problem_of(question, text) is None
        assert keep(question, meant(question, text)) == kept


async def test_what_the_sheet_takes_save_answer_takes_and_the_reverse(db: None) -> None:
    of = await world()
    draft = await make.draft(of)
    who = of.founders[draft]
    tried = [
        "",
        "50万",
        "-1",
        "2000000",
        "2026-02-30",
        "2026年2月3日",
        "是",
        "maybe",
        "新能源",
        "a;b",
        "z",
        "x|1\ny|z",
        "长" * 61,
    ]
    for question in QUESTIONS:
        for text in tried:
            version = (await sheets.sheet(await _sheet_of(draft))).question(question.key).version
            try:
                value = meant(question, text)
                said = (await applications.save_answer(who, draft, question.key, value, version)).question.problem
            except Invalid as refusal:
                said = next(iter(refusal.fields.values()))
            assert problem_of(question, text) == said, (question.key, text)


async def _sheet_of(application_id: UUID) -> UUID:
    found: UUID = await database.value("SELECT sheet FROM application WHERE id = $1", application_id)
    return found


# --- pages

LONG = int(os.environ.get("PARKS_IMPORT_ROWS", "500"))
"""Rows of the long sheet; 5000 where the machine is one's own."""


async def test_the_whole_way_over_http(db: None, client: httpx.AsyncClient) -> None:
    of = await world()
    officer = await people.signed_in(client, of.nation)
    at = f"/calls/{of.call_id}/import"
    assert at in (await officer.get(f"/calls/{of.call_id}")).text
    empty = await officer.get(f"{at}/template")
    assert empty.content[:2] == b"PK"
    for data, status in ((b"no sheet", 422), (b"x" * (files.MOST_BYTES + 1), 413)):
        refused = await officer.post(at, files={"file": ("a.xlsx", data)})
        assert refused.status_code == status
    assert (await officer.post(at, data={})).status_code == 422
    assert (await officer.post(at, files={"file": ("a.xlsx", b"")}, headers={"x-csrf-token": ""})).status_code == 403
    wrong = await officer.post(at, files={"file": ("错.xlsx", sheet([good(1, park_code="无"), good(2)]))})
    shown = await officer.get(wrong.headers["location"])
    assert "G2" in shown.text
    assert "bring-in" not in shown.text
    assert (await officer.put(f"{wrong.headers['location']}/confirmation")).status_code == 409
    marked = await officer.get(f"{wrong.headers['location']}/sheet")
    with zipfile.ZipFile(io.BytesIO(marked.content)) as book:
        assert "没有这个园区代码" in "".join(book.read(one).decode() for one in book.namelist() if "comments" in one)
    right = (await officer.post(at, files={"file": ("对.xlsx", sheet([good(1)]))})).headers["location"]
    assert "bring-in" in (await officer.get(right)).text
    assert (await officer.put(f"{right}/confirmation")).status_code == 303
    waiting = await officer.get(right, headers={"hx-request": "true"})
    assert waiting.text.lstrip().startswith('<div id="run"')
    assert "every 2s" in waiting.text
    assert (await officer.delete(right)).status_code == 409
    await jobs.drain(OURS)
    async with counted() as seen:
        done = await officer.get(right)
    assert "均已成为申报人的草稿" in done.text
    assert "every 2s" not in done.text
    assert len(seen) <= 4
    async with counted() as seen:
        listed = await officer.get(at)
    assert len(seen) <= 4
    assert "对.xlsx" in listed.text
    gone = await officer.delete(wrong.headers["location"])
    assert gone.status_code == 303


async def test_a_long_sheet_is_read_and_paged_in_few_statements(db: None, client: httpx.AsyncClient) -> None:
    of = await world()
    rows = [good(1, applicant_email="wrong", company_uscc="") | {"answer.budget": "x"} for _row in range(LONG)]
    officer = await people.signed_in(client, of.nation)
    sent = await officer.post(f"/calls/{of.call_id}/import", files={"file": ("a.xlsx", sheet(rows))})
    assert sent.status_code == 303
    run = await queries.run(of.nation, UUID(sent.headers["location"].rpartition("/")[2]))
    assert (run.rows, run.problems) == (LONG, 3 * LONG)
    async with counted() as seen:
        page = await officer.get(f"{run.url}?after=300")
    assert len(seen) <= 4
    assert "A301" in page.text
    assert len(page.content) < 120_000
