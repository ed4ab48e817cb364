"""/api/v1 asked by Schemathesis out of its own schema, as several roles: never a 5xx, answers as documented.

The app runs in this process on the session's loop; Schemathesis works in a thread and its requests are carried
over. Every request is undone, so that the thousandth finds the world that the first did.
"""

import asyncio
import contextlib
import os
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from tests.access import calls
from tests.access.scene import Scene

from parks.asgi import wrap
from parks.identity import actions as accounts
from parks.web.security import SAFE

COLUMNS = ("founder", "manager", "programme", "expert", "strange ids")
LONG = bool(os.environ.get("PARKS_FUZZ"))
"""Each role tries every operation; else each has a fifth of them, and all together try each."""
SCHEMA = "/api/v1/schema/openapi.json"


class Bridge:
    """The app for another thread's event loop."""

    def __init__(self, app: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.app = app
        self.loop = loop
        self.asked = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _started(receive, send)
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        answered = asyncio.run_coroutine_threadsafe(self._answer(scope, body), self.loop)
        for message in await asyncio.wrap_future(answered):
            await send(message)

    async def _answer(self, scope: Any, body: bytes) -> list[Any]:
        self.asked += 1
        told: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]
        ended = asyncio.Event()

        async def receive() -> Any:
            if waiting:
                return waiting.pop()
            await ended.wait()  # the client stays until it is answered; then, as servers do, it is said to be gone
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                ended.set()

        reads = scope["method"] in SAFE  # and changes nothing (tests/access/test_table.py)
        async with contextlib.nullcontext() if reads else calls.undone():
            await self.app(scope, receive, send)
        return told


async def _started(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _asked(bridge: Bridge, key: str, known: dict[str, str], turn: int) -> list[str]:
    """Run all phases over the operations of this turn; answers what failed, each with the request that made it."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 20_261_122,
            "request-timeout": 60,
            "headers": {"Authorization": f"Bearer {key}"},
            "parameters": {f"path.{name}": value for name, value in known.items()},
            "generation": {"max-examples": 12, "database": "none", "no-shrink": True, "allow-x00": True},
            "phases": {
                "examples": {"enabled": True},
                "coverage": {"enabled": True},
                "fuzzing": {"enabled": True},
                "stateful": {"enabled": False},
            },
            "checks": {
                "enabled": False,
                "not_a_server_error": {"enabled": True},
                "content_type_conformance": {"enabled": False},
                "response_schema_conformance": {"enabled": True},
            },
        }
    )
    schema = schemathesis.openapi.from_asgi(SCHEMA, bridge, config=config)
    paths = sorted(schema.raw_schema["paths"])
    share = paths if LONG else paths[turn :: len(COLUMNS)]
    chosen = schema.include(path=share)
    failed = []
    for event in from_schema(chosen).execute():
        if isinstance(event, events.ScenarioFinished):
            for case_id, checks in event.recorder.checks.items():
                for check in checks:
                    if check.failure_info is not None:
                        case = event.recorder.cases[case_id].value
                        failed.append(
                            f"{check.name}: {check.failure_info.failure.message[:600]}\n{case.as_curl_command()[:900]}"
                        )
        elif isinstance(event, events.FatalError | events.NonFatalError):
            failed.append(repr(event))
    return failed


@pytest.mark.slow
@pytest.mark.parametrize("column", COLUMNS)
async def test_no_request_brings_the_api_down(column: str, house: Any, scene: Scene) -> None:
    who = scene.people.get(column, scene.people["founder"])
    roles = [(one.role, one.organisation_id) for one in who.held]
    key = (await accounts.make_key(who, "模糊测试", roles=roles, read_only=False)).secret
    known = {
        name: str(value) for name, value in scene.of(column).items() if name.endswith("_id") and column != "strange ids"
    }
    bridge = Bridge(wrap(house), asyncio.get_running_loop())
    failed = await asyncio.to_thread(_asked, bridge, key, known, COLUMNS.index(column))
    print(f"{column}: {bridge.asked} requests")
    assert bridge.asked > 100
    assert failed == [], "\n\n".join(failed[:20])
