"""Browsers that write without pause over HTTP, and remember of every write whether its answer arrived whole.

A founder answers a question, uploads files, adds people to her company, puts proofs behind its lines and asks for
space; a manager lets a unit day by day. What was answered with a success counts as acknowledged; what was not may be
there or not, but whole.
"""

import hashlib
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import httpx

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%s\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
FIRST_DAY = date(2028, 1, 1)
AWAY = 503
TO_A_LINE = 5
"""Acknowledged proofs of one line of the record: it takes ten, and those that broke off may have been written too."""
PAUSE = 0.25

Attempt = Callable[[str], httpx.Response]
"""One write under its mark: the name by which it is found in the database."""


@dataclass
class Written:
    """What one kind of writer knows; only its own thread writes it."""

    tried: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)


@dataclass
class Writers:
    """Six threads, each with its own connections, as five browsers have them."""

    address: str
    told: Mapping[str, Any]
    written: dict[str, Written] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    """SHA-256 of every file tried, by its name."""

    def __post_init__(self) -> None:
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._browsers: list[httpx.Client] = []

    def start(self) -> None:
        """Sign both people in through the form, then write."""
        founder, manager = self._signed_in("founder"), self._signed_in("manager")
        self._browsers += (founder, manager)
        kinds: dict[str, tuple[httpx.Client, Callable[[httpx.Client], Attempt]]] = {
            "answer": (founder, self._answer),
            "file": (founder, self._file),
            "person": (founder, self._person),
            "proof": (founder, self._proof),
            "request": (founder, self._request),
            "letting": (manager, self._letting),
        }
        for kind, (browser, how) in kinds.items():
            self.written[kind] = Written()
            own = httpx.Client(
                base_url=self.address, cookies=browser.cookies, headers=browser.headers, timeout=20, trust_env=False
            )
            self._browsers.append(own)
            self._threads.append(threading.Thread(target=self._write, args=(kind, how(own)), name=kind, daemon=True))
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        self._ended.set()
        for one in self._threads:
            one.join(30)
            assert not one.is_alive(), one.name
        for browser in self._browsers:
            browser.close()

    def _signed_in(self, who: str) -> httpx.Client:
        browser = httpx.Client(base_url=self.address, timeout=20, trust_env=False)
        door = browser.get("/session/new").text
        answer = browser.post(
            "/session", data={"email": self.told[who], "password": self.told["password"], "_csrf": _form_mark(door)}
        )
        assert answer.status_code == 303, answer.text
        browser.headers["x-csrf-token"] = _form_mark(browser.get("/account").text)
        return browser

    def _write(self, kind: str, attempt: Attempt) -> None:
        mine = self.written[kind]
        again = ""
        for number in count():
            if self._ended.is_set():
                return
            mark = again or f"{kind}-{number:05}"
            if not again:
                mine.tried.append(mark)
            try:
                answer = attempt(mark)
            except httpx.HTTPError:  # the connection broke: nobody promised anything
                status = 0
            else:
                status = answer.status_code
                mine.answers[status] += 1
                if status in {200, 303} and "/session" not in answer.headers.get("location", ""):
                    mine.acknowledged.append(mark)
                elif status != AWAY:
                    mine.surprises.append(f"{mark}: {status} {_said(answer)}")
            # Autosave sends an answer until it is kept; whoever fills in a form looks first whether it is there.
            again = mark if kind == "answer" and mine.acknowledged[-1:] != [mark] else ""
            if status in {0, AWAY}:
                time.sleep(0.1)

    def _answer(self, browser: httpx.Client) -> Attempt:
        def put(mark: str) -> httpx.Response:
            seen = len(self.written["answer"].acknowledged)  # every new text is one version more
            return browser.put(
                f"/applications/{self.told['application']}/sections/project/answers/summary",
                data={"summary": mark, "seen.summary": f"{seen}.x"},
                headers={"hx-request": "true"},
            )

        return put

    def _file(self, browser: httpx.Client) -> Attempt:
        def post(mark: str) -> httpx.Response:
            body = PDF.replace(b"%s", os.urandom(60_000).hex().encode())
            self.sums[f"{mark}.pdf"] = hashlib.sha256(body).hexdigest()
            return browser.post(
                f"/applications/{self.told['application']}/sections/files/files/plan",
                data={"no_secrets": "yes"},
                files={"file": (f"{mark}.pdf", body, "application/pdf")},
            )

        return post

    def _person(self, browser: httpx.Client) -> Attempt:
        return lambda mark: browser.post(f"/companies/{self.told['company']}/people", data={"name": mark})

    def _proof(self, browser: httpx.Client) -> Attempt:
        """A paper behind a line of the record, and on from line to line."""

        def post(mark: str) -> httpx.Response:
            time.sleep(PAUSE)  # or the founded lines would not last for the longest run
            line = self.told["lines"][len(self.written["proof"].acknowledged) // TO_A_LINE]
            body = PDF.replace(b"%s", os.urandom(60_000).hex().encode())
            self.sums[f"{mark}.pdf"] = hashlib.sha256(body).hexdigest()
            return browser.post(
                f"/companies/{self.told['company']}/people/{line}/document",
                data={"no_secrets": "yes", "dated_on": "2027-01-04"},
                files={"file": (f"{mark}.pdf", body, "application/pdf")},
            )

        return post

    def _request(self, browser: httpx.Client) -> Attempt:
        return lambda mark: browser.post("/space", data=self._asked(mark))

    def _asked(self, mark: str) -> dict[str, Any]:
        return {
            "company_id": self.told["company"],
            "park_id": self.told["park"],
            "kind": "private_office",
            "start": FIRST_DAY.isoformat(),
            "note": mark,
        }

    def _letting(self, browser: httpx.Client) -> Attempt:
        def post(mark: str) -> httpx.Response:
            day = (FIRST_DAY + timedelta(days=int(mark.partition("-")[2]))).isoformat()
            return browser.post(
                f"/units/{self.told['unit']}/allocations",
                data={"kind": "lease", "uscc": self.told["uscc"], "start": day, "last_day": day, "note": mark},
            )

        return post


def _form_mark(page: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', page)
    assert found, page[:2000]
    return found[1]


def _said(answer: httpx.Response) -> str:
    """What the page says, without its marks; enough for whoever reads a failed test."""
    main = answer.text.partition("<main")[2] or answer.text
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())[:400] + f" → {answer.headers.get('location', '')}"
