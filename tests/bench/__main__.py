"""`make bench`: what our pages take beside a bare page of the same run, and whether they stay within their bars.

One PostgreSQL with the settings of production (fsync and all), two databases (1,000 and 100,000 rows) and one server
process each, as `parks serve --workers 1` runs them. A page whose bar is a ratio is measured in pairs: in each round a
turn of what it is compared with and a turn of its own, one right after the other, so that a busy minute of the machine
falls on both; its figure is the median of the pairs' ratios. Exits with 1 where a bar is missed.
"""

import asyncio
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from tests.bench import load
from tests.bench.load import Ask, Figure

from parks.adapters import embedded

SMALL, LARGE = 1_000, 100_000
ROUNDS = 9
SECONDS = float(os.environ.get("PARKS_BENCH_SECONDS", "0.5"))
"""One turn of one page; nine turns make the four and a half seconds that a figure rests on."""
CONNECTIONS = 8

LEAST = 0.4
SLOWER = 1.1
VIEWED = 1.2
AUTOSAVE = 15.0
VIEWS = {
    "searched by two characters": urlencode({"q": "星海"}),
    "filtered by state": "state=city_review",
    "sorted by company": "sort=company",
}
"""How officers look at the work list; with 100,000 rows each takes at most `VIEWED` times as long as with 1,000."""
STATEMENTS = 4
LARGEST = 64_000  # bytes of a page: 50 rows of ten columns, a menu of twenty doors twice


@dataclass
class Line:
    """One page of the table. `held`: it must reach `LEAST` of the bare page; `like`: the same page with fewer rows,
    than which it may be `slower` so many times; `within`: milliseconds for half of its answers.
    """

    name: str
    port: int
    ask: Callable[[int], Ask]
    held: bool = False
    like: str = ""
    slower: float = SLOWER
    within: float = 0
    connections: int = CONNECTIONS
    page: bool = True
    statements: int = 0
    figures: list[Figure] = field(default_factory=list)
    of_bare: list[float] = field(default_factory=list)
    """A ratio a round: this page's requests to those of the bare page in the turn before."""
    of_like: list[float] = field(default_factory=list)
    """A ratio a round: how many times slower it was than the page with fewer rows, in the turn before or after."""

    @property
    def per_second(self) -> float:
        return statistics.median(one.per_second for one in self.figures)

    @property
    def p50(self) -> float:
        return statistics.median(one.p50 for one in self.figures)

    @property
    def p95(self) -> float:
        return statistics.median(one.p95 for one in self.figures)

    @property
    def size(self) -> int:
        return self.figures[-1].size

    @property
    def bad(self) -> int:
        return sum(one.bad for one in self.figures)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="parks-bench-", ignore_cleanup_errors=True) as name, ExitStack() as parts:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL's account goes in
        log = parts.enter_context((folder / "parts.log").open("wb"))
        server = embedded.postgres(folder / "postgres")
        objects = embedded.store(folder / "store")
        parts.enter_context(_ending(server.launch(log)))
        parts.enter_context(_ending(objects.launch(log)))
        os.environ |= {
            "PICCOLO_CONF": "parks.piccolo_conf",
            "PARKS_DATABASE_URL": server.url("small"),
            "PARKS_S3_ENDPOINT": objects.endpoint,
            "PARKS_S3_ACCESS_KEY": objects.access_key,
            "PARKS_S3_SECRET_KEY": objects.secret,
            "PARKS_SECRET_KEY": secrets.token_hex(32),
            "PARKS_DEMO": "1",  # to step into people; the servers that are measured run without it
        }
        return asyncio.run(_bench(server, parts, log))


async def _bench(server: embedded.Postgres, parts: ExitStack, log: IO[bytes]) -> int:
    import asyncpg

    admin = await asyncpg.connect(server.url("postgres"))
    await admin.execute("CREATE DATABASE small")

    from tests.bench import scene as scenes

    from parks.adapters import database
    from parks.app import prepare_database, standing

    _tell("making the scene")
    await prepare_database()
    await database.close_pool()
    async with standing():
        scene = await scenes.build()
        nation = await scenes.sign_in(scene.nation.id)
        founder = await scenes.sign_in(scene.founder.id)
        drafter = await scenes.sign_in(scene.drafter.id)
    small = await asyncpg.connect(server.url("small"))
    await scenes.multiply(small, scene, 0, SMALL)
    async with standing():
        experts = await scenes.experts()
    posts = await scenes.posts(small, scene, experts)
    await small.close()
    await admin.execute("CREATE DATABASE large TEMPLATE small")
    large = await asyncpg.connect(server.url("large"))
    _tell(f"copying it to {LARGE:,} rows")
    await scenes.multiply(large, scene, SMALL, LARGE)
    await large.close()
    await admin.execute("CHECKPOINT")
    await admin.close()

    _tell("starting three servers")
    bare = _serve(parts, log, "tests.bench.bare:application", server.url("small"))
    few = _serve(parts, log, "parks.asgi:application", server.url("small"))
    many = _serve(parts, log, "parks.asgi:application", server.url("large"))
    at_desk = [one.headers for one in experts]
    following, saves = count(), count()

    def get(path: str, headers: dict[str, str]) -> Callable[[int], Ask]:
        return lambda _n: Ask(path, headers)

    def queue(n: int) -> Ask:
        return Ask("/desk", at_desk[n % len(at_desk)])

    def score(_n: int) -> Ask:
        visitor, path, body = posts[next(following) % len(posts)]
        headers = visitor.headers | {"x-csrf-token": visitor.mark}
        return Ask(path, headers, "POST", urlencode(body), status=303)

    def autosave(_n: int) -> Ask:
        seen = next(saves)
        path = f"/applications/{scene.draft}/sections/project/answers/project_title"
        body = urlencode({"project_title": f"单光子激光雷达芯片 {seen}", "seen.project_title": seen})
        return Ask(path, drafter.headers | {"x-csrf-token": drafter.mark, "hx-request": "true"}, "PUT", body)

    lines = [
        Line("bare page", bare, get("/bare", {})),
        Line("applications, 50 of 1,000", few, get("/applications", nation.headers), held=True),
        Line(
            "applications, 50 of 100,000",
            many,
            get("/applications", nation.headers),
            held=True,
            like="applications, 50 of 1,000",
        ),
        Line("an application, for an officer", many, get(f"/applications/{scene.application}", nation.headers)),
        Line("an application, for its founder", many, get(f"/applications/{scene.application}", founder.headers)),
        Line("the expert's queue, 1,000", few, queue, held=True),
        Line("the expert's queue, 100,000", many, queue, held=True, like="the expert's queue, 1,000"),
        Line("a score post", many, score, page=False),
        Line("an autosave, one after the other", few, autosave, within=AUTOSAVE, connections=1, page=False),
    ]
    for name, view in VIEWS.items():
        less, more = (f"{name}, {rows:,}" for rows in (SMALL, LARGE))
        lines += [
            Line(less, few, get(f"/applications?{view}", nation.headers)),
            Line(more, many, get(f"/applications?{view}", nation.headers), like=less, slower=VIEWED),
        ]
    for port in (bare, few, many):
        await _until_it_answers(port)
    counts = await _statements(lines, server)
    for line in lines:
        line.statements = counts.get(line.name, 1)
        await load.run(line.port, line.ask, seconds=SECONDS / 2, connections=line.connections)
    for turn in range(ROUNDS):
        _tell(f"round {turn + 1} of {ROUNDS}")
        await _round(lines if turn % 2 == 0 else lines[::-1], lines[0])
    return _told(lines)


async def _round(lines: Sequence[Line], bare: Line) -> None:
    """A turn of each page, of the bare page before each that is held to it; then the round's ratios."""
    now: dict[str, Figure] = {}
    for line in lines:
        if line.held:
            now[bare.name] = await _turn(bare)
        now[line.name] = await _turn(line)
        if line.held:
            line.of_bare.append(now[line.name].per_second / now[bare.name].per_second)
    for line in lines:
        if line.like:
            line.of_like.append(now[line.like].per_second / now[line.name].per_second)


async def _turn(line: Line) -> Figure:
    figure = await load.run(line.port, line.ask, seconds=SECONDS, connections=line.connections)
    line.figures.append(figure)
    return figure


async def _statements(lines: Sequence[Line], server: embedded.Postgres) -> dict[str, int]:
    """How many statements each page takes, counted in this process over the small database."""
    import httpx
    from tests.counting import counted

    from parks.app import create_app, lifespan
    from parks.asgi import wrap

    found: dict[str, int] = {}
    app = create_app()
    wrapped: Any = wrap(app)
    transport = httpx.ASGITransport(app=wrapped)
    async with lifespan(app), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        for line in lines[1:]:
            for _twice in range(2):  # a new connection asks for types once
                ask = line.ask(0)
                headers = dict(ask.headers) | {"content-type": "application/x-www-form-urlencoded"}
                async with counted() as seen:
                    await client.request(ask.method, ask.path, headers=headers, content=ask.body)
                found[line.name] = len(seen)
    return found


def _told(lines: Sequence[Line]) -> int:
    bare = lines[0].per_second
    _tell(f"\n{'page':34} {'req/s':>8} {'p95 ms':>8} {'of bare':>8} {'SQL':>5} {'KB':>7}")
    for line in lines:
        size = f"{line.size / 1000:.1f}" if line.page else ""
        ratio = statistics.median(line.of_bare) if line.held else line.per_second / bare
        _tell(f"{line.name:34} {line.per_second:8.0f} {line.p95:8.1f} {ratio:8.2f} {line.statements:5} {size:>7}")
    missed = [one for line in lines for one in _missed(line)]
    for one in missed:
        _tell(f"missed: {one}")
    if not missed:
        _tell("every bar is held")
    return 1 if missed else 0


def _missed(line: Line) -> Iterator[str]:
    if line.bad:
        yield f"{line.name}: {line.bad} answers were errors"
    if line.held and (ratio := statistics.median(line.of_bare)) < LEAST:
        yield f"{line.name}: {ratio:.2f} of the bare page, {LEAST} is the least"
    if line.like and (times := statistics.median(line.of_like)) > line.slower:
        yield f"{line.name}: {times:.2f} times slower than {line.like}, {line.slower:.1f} is the most"
    if line.within and line.p50 > line.within:
        yield f"{line.name}: {line.p50:.1f} ms at the median, {line.within:.0f} is the most"
    if line.page and line.statements > STATEMENTS:
        yield f"{line.name}: {line.statements} statements, {STATEMENTS} is the most"
    if line.page and line.size > LARGEST:
        yield f"{line.name}: {line.size:,} bytes, {LARGEST:,} is the most"


def _serve(parts: ExitStack, log: IO[bytes], app: str, url: str) -> int:
    """One worker with the settings of `parks serve`; answers its port."""
    port = embedded.free_port()
    code = (
        f"import uvicorn; uvicorn.run({app!r}, host='127.0.0.1', port={port}, loop='uvloop', http='httptools',"
        " ws='none', lifespan='on', server_header=False, access_log=False, log_config=None)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PARKS_DATABASE_URL": url, "PARKS_DEMO": "0"},
        stdout=log,
        stderr=log,
    )
    parts.enter_context(_ending(child))
    return port


@contextmanager
def _ending(child: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()


async def _until_it_answers(port: int) -> None:
    for _attempt in range(1_200):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError("a server did not start within two minutes")


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
