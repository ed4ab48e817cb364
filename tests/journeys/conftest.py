"""A live server over this worker's own database, and a browser to walk it.

`live` is the address of a real `parks serve` in a process of its own, `worker` a real `parks worker` beside it; both
share database and buckets with the test, which may prepare and look things up by the contexts' own actions and queries.
`visit(...)` opens a fresh browser (its own cookies) as one reader wants it; `page` is the plainest of them.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Visit = Callable[..., Awaitable[Page]]


def chromium() -> str | None:
    """The browser that is there; None leaves it to Playwright's own.

    The shell comes first: Chromium without the frame, tabs and menus, which nobody sees here and which are pages too.
    It lacks the reader of PDFs, which README's pictures show.
    """
    names = ["chromium-headless-shell", "chromium", "google-chrome"]
    if os.environ.get("PARKS_PICTURES"):
        names.append(names.pop(0))
    return next(filter(None, map(shutil.which, names)), None)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _running(log: Path, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """One part of Parks in its own process; what it says lies in a file that a failing test can show."""
    with log.open("wb") as said:
        part = subprocess.Popen(
            [sys.executable, "-m", "parks.cli", *command],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            yield part
        finally:
            part.terminate()
            try:
                part.wait(timeout=20)
            except subprocess.TimeoutExpired:
                part.kill()
                part.wait()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app, e.g. `http://127.0.0.1:41234`."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("live") / "serve.log"
    with _running(log, "serve", "--port", str(port), "--workers", "1", PARKS_BASE_URL=address) as part:
        until = time.monotonic() + 120  # on a busy machine importing alone takes half a minute
        while not _answers(f"{address}/healthz"):
            if part.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the app did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.1)
        yield address


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="session")
def worker(live: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The worker that sends mail and files letters, for journeys that wait for one."""
    with _running(tmp_path_factory.mktemp("worker") / "worker.log", "worker", PARKS_BASE_URL=live):
        yield


@pytest.fixture
def post(live: str, db: None, tmp_path: Path) -> Iterator[Path]:
    """A mail server that keeps what it gets, and a worker that sends by it: the folder of letters."""
    from tests.make.notifications import (
        Mailbox,
    )  # here: it imports Parks, whose settings are read once, later than this

    mailbox = Mailbox(tmp_path / "post", _free_port())
    mailbox.start()
    with _running(tmp_path / "worker.log", "worker", PARKS_BASE_URL=live, PARKS_SMTP_PORT=str(mailbox.port)):
        yield mailbox.folder
    mailbox.stop()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        made = await driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield made
        await made.close()


@pytest.fixture
async def visit(live: str, browser: Browser) -> AsyncIterator[Visit]:
    """A page in a browser of its own, as a reader wants it: lang, width, theme, large, js.

    Errors in the browser's console (a script that fails, anything the CSP stops) fail the test at its end.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    async def open_one(
        *, lang: str = "zh", width: int = 1440, theme: str = "light", large: bool = False, js: bool = True, **more: Any
    ) -> Page:
        context = await browser.new_context(
            base_url=live,
            viewport={"width": width, "height": 900},
            locale="en-GB" if lang == "en" else "zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=js,
            reduced_motion="reduce",
            **more,
        )
        opened.append(context)
        chosen = {"lang": lang, "theme": theme, "print": "large" if large else "normal"}
        await context.add_cookies([{"name": name, "value": value, "url": live} for name, value in chosen.items()])
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: wrong.append(f"{page.url}: {said.text}") if _ours(said.type, said.text) else None
        )
        return page

    yield open_one
    for context in opened:
        await context.close()
    assert wrong == []


def _ours(kind: str, text: str) -> bool:
    """Chromium also reports every 4xx answer as an error, which the journeys ask for on purpose."""
    return kind == "error" and not text.startswith("Failed to load resource")


@pytest.fixture
async def page(visit: Visit) -> Page:
    return await visit()
