"""Everything hostile that people and programs type, into every field of every form and every query: never a 5xx.

Each door is tried with a third of it in turn, so that all of it is tried somewhere; with `PARKS_FUZZ=1` each with all.
"""

import os
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from tests.access import calls
from tests.access.calls import Door
from tests.access.contract import broken_headers
from tests.access.scene import COLUMNS, Scene
from tests.access.test_table import lines

SCRIPT = "\"'><script>alert(1)</script>"
HOSTILE = (
    "\x00",
    "before\x00after",
    "\u202egnp.exe\u2066",
    "𠮷野家🏭👩‍🔬",
    SCRIPT,
    "{x} {0} {name.__class__} {{ 7*7 }} {% raw %}",
    "%s %n %(name)s",
    "'; DROP TABLE person; --",
    '=HYPERLINK("http://x")',
    "../../etc/passwd",
    "长" * 6000,
    "9" * 400,
    "-1",
    "1e400",
    "NaN",
    "-Infinity",
    "9223372036854775808",
    "2026-02-30",
    "+99999-12-31",
    "0001-01-01",
    "00000000-0000-0000-0000-00000000000g",
    "\r\n\r\nSet-Cookie: a=b",
    "１２３，４５６．７８",
    "[]",
    "null",
    " \t\u3000",
)
BROKEN_BYTES = (b"%ED%A0%80", b"%FF%FE", b"%", b"%u1234")
"""A lone surrogate, no UTF-8 at all, and escapes that are none: as they stand in a body."""

STRANGE_FIELDS = (
    "tier-x",
    "reason-x",
    "mark-x",
    "comment-x",
    "gap-\x00",
    "gap-" + "k" * 300,
    "version-summary",
    "noun",
    "_method",
    "then",
)
ASKED = (
    "q",
    "sort",
    "size",
    "after",
    "columns",
    "col",
    "kind",
    "state",
    "on",
    "call",
    "company",
    "code",
    "next",
    "entry",
    "view",
    "page",
)


def _writes(app: Any) -> list[tuple[Door, str, str]]:
    """Every page that takes a form, with a person who gets through, and the thing to try it on."""
    known = {door.key: door for door in calls.doors(app)}
    found = []
    for one in lines():
        door = known[one["method"], one["path"]]
        column = next((name for name in COLUMNS if one[name] == "ok"), None)
        if not door.safe and not door.path.startswith("/api/") and column:
            found.append((door, column, one["case"]))
    return found


def _bodies(fields: dict[str, str], turn: int) -> list[bytes]:
    """Hostile text in all fields at once, and in each field alone among good ones; each body once.

    A door's turn says with which third it begins; a long run has all of them in all fields.
    """
    bodies = [urlencode(dict.fromkeys(fields, text)).encode() for text in HOSTILE[turn % SHARE :: SHARE]]
    bodies += [  # with every ninth of them, so that all are had in nine fields
        urlencode(fields | {name: text}).encode()
        for number, name in enumerate(fields, turn)
        for text in HOSTILE[number % 9 :: 9]
    ]
    bodies += [b"&".join(quote(name).encode() + b"=" + text for name in fields) for text in BROKEN_BYTES]
    bodies.append(urlencode(fields | dict.fromkeys(STRANGE_FIELDS, "x")).encode())
    bodies.append(urlencode([*fields.items(), *fields.items()]).encode())
    return list(dict.fromkeys(bodies))


SHARE = 1 if os.environ.get("PARKS_FUZZ") else 3


def _uncalled_for() -> list[bytes]:
    """For a door that asks for nothing: what PostgreSQL, HTML and UTF-8 mind most, under a likely name, and fields that
    other doors look for. Who has learned to ask for something gets its fields in `calls.BODIES`, and all the rest.
    """
    bodies = [urlencode({"reason": text}).encode() for text in (*HOSTILE[:2], SCRIPT, HOSTILE[5], HOSTILE[10])]
    bodies += [b"reason=" + text for text in BROKEN_BYTES]
    return [*bodies, urlencode(dict.fromkeys(STRANGE_FIELDS, "x")).encode()]


ALSO = {
    "assignee:put": {"person": ""},
    "clock:put": {"stop": "", "to": ""},
    "score:put": {"mark-x": "", "comment-x": ""},
}
"""What is asked for where a body is not needed to get through (`calls.BODIES` has none)."""

PARTS = 4  # so that both workers share the doors


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
async def test_no_form_is_brought_down(house: Any, client: httpx.AsyncClient, scene: Scene, part: int) -> None:
    down: list[str] = []
    asked = 0
    for turn, (door, column, case) in enumerate(_writes(house)[part::PARTS]):
        ids = scene.of(column) | scene.own.get(case, {})
        fields = calls.filled(calls.BODIES.get(door.name) or ALSO.get(door.name, {}), ids)
        path = calls.address(door, ids)
        headers = scene.headers[column] | {"content-type": "application/x-www-form-urlencoded"}
        bodies = _bodies(fields, turn) if fields else _uncalled_for()
        for body in bodies if "password" not in fields else bodies[::9]:  # hashing takes its time
            async with calls.undone():
                answer = await client.request(door.method, path, content=body, headers=headers)
            client.cookies.clear()
            asked += 1
            if answer.status_code >= 500 or SCRIPT in answer.text:
                down.append(f"{answer.status_code} {door.method} {door.path} as {column}: {body[:160]!r}")
        down += await _as_other_kinds(client, door, path, headers, list(fields) or ["reason"])
    print(f"{asked} forms")
    assert down == [], f"{len(down)}:\n" + "\n".join(down[:40])


async def _as_other_kinds(
    client: httpx.AsyncClient, door: Door, path: str, headers: dict[str, str], fields: list[str]
) -> list[str]:
    """Files where text is asked for, text where a file is, broken multipart, JSON, nothing."""
    plain = {name: value for name, value in headers.items() if name != "content-type"}
    tries: list[dict[str, Any]] = [
        {"files": dict.fromkeys(fields, ("\x00.pdf", b"\x00\xff", "application/pdf")), "headers": plain},
        {"data": {"file": "no file", "evidence": "no file"}, "headers": plain},
        {"content": b"--x\r\nnonsense", "headers": plain | {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"x", "headers": plain | {"content-type": "multipart/form-data"}},
        {"content": b'{"a": [1', "headers": plain | {"content-type": "application/json"}},
        {"content": b"\xff\xfe\x00", "headers": plain | {"content-type": "text/plain; charset=nonsense"}},
    ]
    down = []
    for number, sent in enumerate(tries):
        async with calls.undone():
            answer = await client.request(door.method, path, **sent)
        client.cookies.clear()
        if answer.status_code >= 500:
            down.append(f"{answer.status_code} {door.method} {door.path}: try {number}")
    return down


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
async def test_no_question_brings_a_page_down(house: Any, client: httpx.AsyncClient, scene: Scene, part: int) -> None:
    down: list[str] = []
    known = {door.key: door for door in calls.doors(house)}
    for turn, one in enumerate(lines()[part::2]):
        door = known[one["method"], one["path"]]
        column = next((name for name in reversed(COLUMNS) if one[name] == "ok"), None)
        if not door.safe or column is None or one["case"]:
            continue
        path = calls.address(door, scene.of(column)).partition("?")[0]
        for text in (*HOSTILE, *BROKEN_BYTES)[turn % (2 * SHARE) :: 2 * SHARE]:
            value = text.decode() if isinstance(text, bytes) else quote(text[:300])
            query = "&".join(f"{name}={value}" for name in ASKED)
            answer = await client.get(f"{path}?{query}", headers=scene.headers[column])
            client.cookies.clear()
            if answer.status_code >= 500 or SCRIPT in answer.text:
                down.append(f"{answer.status_code} {door.path} as {column}: {value[:60]!r}")
    assert down == [], f"{len(down)}:\n" + "\n".join(down[:40])


HEADERS = (
    {"origin": "http://["},
    {"origin": "http://parks.test:99999999"},
    {"referer": "http://[::1"},
    {"referer": "//parks.test\\@evil"},
    {"cookie": "__Host-parks=x; lang=\x7f; parks_visit=; ="},
    {"cookie": "__Host-parks=" + "e30." * 900},
    {"authorization": "Bearer \xff\xfe"},
    {"authorization": "Bearer " + "x" * 9000},
    {"authorization": "Basic"},
    {"accept-language": "zh-\xff;q=x,,;"},
    {"accept": "*/*;q=\xff"},
    {"content-length": "0", "content-type": "\xff"},
    {"hx-request": "true", "hx-current-url": "http://["},
    {"if-none-match": "\xff", "range": "bytes=9-1"},
    {"host": "parks.test:x"},
    {"x-forwarded-for": "nonsense", "user-agent": "\xff" * 500},
)


@pytest.mark.parametrize("given", HEADERS, ids=[", ".join(one) for one in HEADERS])
async def test_no_header_brings_a_door_down(given: dict[str, str], client: httpx.AsyncClient, scene: Scene) -> None:
    raw = {name: value.encode("latin-1") for name, value in given.items()}
    for method, path in (
        ("GET", "/"),
        ("POST", "/preferences"),
        ("POST", "/session"),
        ("GET", "/api/v1/me"),
        ("GET", "/companies"),
    ):
        headers: Any = {name: value.encode() for name, value in scene.headers["founder"].items()} | raw
        sent = {"lang": "en"} if method == "POST" else None
        async with calls.undone():
            answer = await client.request(method, path, headers=headers, data=sent)
        client.cookies.clear()
        assert answer.status_code < 500, (method, path)
        assert broken_headers(answer) == []
