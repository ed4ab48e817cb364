"""The command `parks`. Thin: each command says what it takes and calls who does it.

Everything is imported where it is used: `parks demo` sets the environment of its children and reads none itself.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="parks", description="Parks (园创): space, Support Plan, review and award")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="start everything on this machine, with a world to try")
    demo.add_argument("--port", type=int, help="the app's port (8000, or any free one where that is taken)")
    demo.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="where the data lie (./data)")
    demo.add_argument("--fresh", action="store_true", help="throw the former demo's data away first")
    demo.add_argument("--ready-file", type=Path, metavar="FILE", help="write address and log-ins as JSON when ready")
    demo.add_argument("--bare", action="store_true", help="without the demo world: an empty house")
    demo.set_defaults(run=_demo)

    serve = commands.add_parser("serve", help="serve the app (PARKS_DATABASE_URL, PARKS_S3_*, PARKS_SECRET_KEY)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2, help="processes (2)")
    serve.set_defaults(run=_serve)

    worker = commands.add_parser("worker", help="do what is queued: mail, letters")
    worker.set_defaults(run=_worker)

    migrate = commands.add_parser("migrate", help="bring the database's schema up to date")
    migrate.set_defaults(run=_migrate)

    audit = commands.add_parser("audit", help="the audit trail").add_subparsers(required=True, metavar="COMMAND")
    verify = audit.add_parser("verify", help="walk the whole chain anew; exit code 1 where it does not hold")
    verify.add_argument("--expect", metavar="HEAD", help="a head noted earlier, which must lie on the chain")
    verify.set_defaults(run=_audit_verify)

    _selection_commands(
        commands.add_parser("selection", help="a call's selection as one file that anyone can recompute")
    )

    found = commands.add_parser("found", help="begin: the nation, and a letter to its first administrator")
    found.add_argument("--code", default="cn", help="the nation's code in the tree (cn)")
    found.add_argument("--zh", required=True, metavar="NAME", help="the nation's body in Chinese")
    found.add_argument("--en", required=True, metavar="NAME", help="the same in English")
    found.add_argument("--email", required=True, metavar="ADDRESS", help="of the first administrator")
    found.add_argument("--name", required=True, help="of the first administrator")
    found.set_defaults(run=_found)

    reseal = commands.add_parser("reseal", help="after a change of keys: lock every number anew with the present one")
    reseal.set_defaults(run=_reseal)

    check = commands.add_parser("check", help="what this deployment lacks; exit code 1 where it lacks something")
    check.set_defaults(run=_check)

    assign = commands.add_parser("assign", help="experts to proposals, from a table of affinities; needs no database")
    assign.add_argument("--affinity", type=Path, required=True, metavar="FILE", help="CSV, empty cell = conflict")
    assign.add_argument("--demand", type=int, required=True, metavar="N", help="experts a proposal")
    assign.add_argument("--max-load", type=int, required=True, metavar="N", help="proposals an expert, at most")
    assign.add_argument("--min-load", type=int, default=0, metavar="N", help="proposals an expert, at least (0)")
    assign.add_argument("--floor", default="auto", help="auto, none, or the least sum of every proposal (auto)")
    assign.add_argument("--seconds", type=float, default=20.0, help="how long a floor may be searched for (20)")
    assign.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the pairs are written")
    assign.set_defaults(run=_assign)

    prepare = commands.add_parser("prepare-demo")  # no help: the demo calls it on its own
    prepare.add_argument("--logins", type=Path, required=True)
    prepare.add_argument("--first", action="store_true")
    prepare.set_defaults(run=_prepare_demo)

    chosen = parser.parse_args(arguments)
    code: int = chosen.run(chosen)
    return code


def _selection_commands(selection: argparse.ArgumentParser) -> None:
    commands = selection.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="write the file: the published one, else one made now")
    export.add_argument("call", metavar="CALL", help="the call's code (ISP-2027) or its id")
    export.add_argument("--out", type=Path, metavar="FILE", help="where to (the call's code, here)")
    export.set_defaults(run=_selection_export)
    verify = commands.add_parser("verify", help="recompute a file, without a database; exit code 1 where it differs")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--expect", metavar="HASH", help="the hash on the public notice")
    verify.set_defaults(run=_selection_verify)


def _demo(chosen: argparse.Namespace) -> int:
    from parks.demo.runner import Demo

    return Demo(chosen.data, chosen.port, chosen.fresh, chosen.ready_file, chosen.bare).run()


def _serve(chosen: argparse.Namespace) -> int:
    import uvicorn

    from parks.settings import settings

    uvicorn.run(
        "parks.asgi:application",
        host=chosen.host,
        port=chosen.port,
        workers=chosen.workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        server_header=False,
        forwarded_allow_ips=settings().trusted_proxies,
        access_log=False,  # parks.web.journal writes better lines
        log_config=None,
        timeout_graceful_shutdown=15,
    )
    return 0


def _worker(_chosen: argparse.Namespace) -> int:
    from parks import app

    asyncio.run(app.work())
    return 0


def _migrate(_chosen: argparse.Namespace) -> int:
    from parks.app import prepare_database

    ran = asyncio.run(prepare_database())
    for one in ran:
        _print(one)
    _print(f"{len(ran)} migrations run" if ran else "nothing to run")
    return 0


def _found(chosen: argparse.Namespace) -> int:
    from parks import app
    from parks.identity import actions
    from parks.kernel.errors import Refusal
    from parks.kernel.words import Bilingual

    async def found() -> None:
        async with app.standing():
            await actions.begin(Bilingual(chosen.zh, chosen.en), chosen.code, chosen.email, chosen.name)

    try:
        asyncio.run(found())
    except Refusal as refusal:
        _print(f"{refusal.reason} {'; '.join(map(str, getattr(refusal, 'fields', {}).values()))}".strip())
        return 1
    _print(f"founded; a letter with a link is on its way to {chosen.email}")
    return 0


def _audit_verify(chosen: argparse.Namespace) -> int:
    from parks.adapters import database
    from parks.audit import queries

    async def verify() -> queries.Verification:
        await database.open_pool()
        try:
            return await queries.verify(expect=chosen.expect)
        finally:
            await database.close_pool()

    found = asyncio.run(verify())
    if found.holds:
        _print(f"{found.lines} lines, the chain holds")
        _print(f"head {found.head}")
        return 0
    _print(f"broken at line {found.broken_at}: {found.problem}")
    _print(f"{found.lines} lines before it hold, head {found.head}")
    return 1


def _assign(chosen: argparse.Namespace) -> int:
    """Exit code 2 for what cannot be read or asked, 1 for what cannot be satisfied; the words go to stderr."""
    from parks.kernel.errors import SaidError
    from parks.reviews.rules import assignment
    from parks.reviews.rules.assignment import files

    def refused(words: object, code: int) -> int:
        print(f"parks assign: {words}", file=sys.stderr, flush=True)  # noqa: T201 - as in _print
        return code

    demand, least, most = chosen.demand, chosen.min_load, chosen.max_load
    if demand < 1 or most < 1 or not 0 <= least <= most or not chosen.seconds > 0:
        return refused("demand and max-load start at 1, min-load lies between 0 and max-load, seconds above 0", 2)
    try:
        floor = chosen.floor if chosen.floor in {"auto", "none"} else _number(chosen.floor)
        with chosen.affinity.open(encoding="utf-8-sig", newline="") as file:
            affinity = files.read(file)
    except OSError as error:
        return refused(f"{chosen.affinity}: {error.strerror}", 2)
    except UnicodeDecodeError:
        return refused(f"{chosen.affinity}: this is not a text file in UTF-8", 2)
    except SaidError as error:
        return refused(error, 2)
    proposals, experts = affinity.shape
    asked = assignment.Instance(affinity, [demand] * proposals, [least] * experts, [most] * experts)
    try:
        plan = assignment.solve(asked, floor, chosen.seconds)
    except SaidError as error:
        return refused(error, 1)
    if plan.short:
        called = [f"proposal {one.proposal}" if one.expert is None else f"expert {one.expert}" for one in plan.short]
        lines = [str(one.says(name)) for one, name in zip(plan.short, called, strict=True)]
        more = [f"and {len(lines) - 20} more."] if len(lines) > 20 else []
        return refused("\n".join(["there is no such assignment.", *lines[:20], *more]), 1)
    try:
        chosen.out.write_text(files.written(plan.pairs), encoding="utf-8")
    except OSError as error:
        return refused(f"{chosen.out}: {error.strerror}", 2)
    figures = ("objective", "worst", "bound", "proven", "floor", "seconds")
    _print(json.dumps({name: getattr(plan, name) for name in figures}))
    return 0


def _number(text: str) -> float:
    from math import isfinite

    from parks.kernel.errors import SaidError
    from parks.kernel.words import _

    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise SaidError(_("A floor is auto, none or a number, not {text}.", text=text))
    return number


def _selection_export(chosen: argparse.Namespace) -> int:
    from parks.adapters import database
    from parks.kernel.errors import Hidden
    from parks.programmes.actions import replay
    from parks.reviews.rules.replay import sha256

    async def export() -> bytes:
        await database.open_pool()
        try:
            return await replay.export(chosen.call)
        finally:
            await database.close_pool()

    try:
        data = asyncio.run(export())
    except Hidden:
        _print(f"there is no call {chosen.call}, or its review round was not opened")
        return 1
    path = chosen.out or Path(f"selection-{chosen.call}.jsonl")
    try:
        path.write_bytes(data)
    except OSError as error:
        _print(f"{path} cannot be written: {error.strerror}")
        return 1
    _print(f"{path}: {len(data.splitlines())} lines")
    _print(f"hash {sha256(data)}")
    return 0


def _selection_verify(chosen: argparse.Namespace) -> int:
    from parks.programmes.rules import replay

    try:
        data = chosen.file.read_bytes()
    except OSError as error:
        _print(f"{chosen.file} cannot be read: {error.strerror}")
        return 1
    report = replay.verify(data, chosen.expect)
    if report.difference is not None:
        _print(str(report.difference.text))
        return 1
    for one in report.sections:
        _print(f"{one.name}: {one.lines} lines, {one.values} values recomputed")
    _print(f"{report.lines} lines, everything follows")
    _print(f"hash {report.hash}" + ("" if chosen.expect else ": compare it with the one on the public notice"))
    return 0


def _reseal(_chosen: argparse.Namespace) -> int:
    from parks import app

    try:
        done = asyncio.run(app.reseal())
    except RuntimeError as error:
        _print(f"nothing was changed: {error}")
        return 1
    _print(f"{done.people} identity numbers and all account numbers are locked with the present key")
    if done.stayed:
        _print(f"{done.stayed} marks stay as they were: their numbers are not on record here (docs/adr/0031)")
    return 0


def _check(_chosen: argparse.Namespace) -> int:
    from parks.adapters import deployment

    lacks = asyncio.run(deployment.lacks())
    for one in lacks:
        _print(f"- {one}")
    _print(f"{len(lacks)} things to do" if lacks else "nothing is lacking")
    return 1 if lacks else 0


def _prepare_demo(chosen: argparse.Namespace) -> int:
    from parks import app
    from parks.demo import world
    from parks.demo.runner import logins_as_json

    async def prepare() -> None:
        await app.prepare_database()
        if chosen.first:
            async with app.standing():
                await world.build()

    asyncio.run(prepare())
    chosen.logins.touch(mode=0o600)
    chosen.logins.write_text(json.dumps(logins_as_json(world.LOGINS), ensure_ascii=False), encoding="utf-8")
    return 0


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command talks to its terminal


if __name__ == "__main__":
    sys.exit(main())
