"""A small load: a few kept-alive connections, one request after the other on each, latencies counted.

Written on asyncio streams because a full HTTP client costs more than the pages it would measure; both run on the
same two cores, so figures are compared as ratios within one run.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Requests a second, p50 and p95 in milliseconds, and the body of the last answer in bytes."""

    per_second: float
    p50: float
    p95: float
    size: int
    bad: int


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: `body` makes it a form post. `status` is its right answer: a page that sends its reader away is
    fast, and not what was asked for.
    """

    path: str
    headers: Mapping[str, str]
    method: str = "GET"
    body: str = ""
    status: int = 200

    def raw(self, host: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines += ["content-type: application/x-www-form-urlencoded", f"content-length: {len(self.body.encode())}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


async def run(port: int, ask: Callable[[int], Ask], *, seconds: float = 4, connections: int = 8) -> Figure:
    """`ask(n)` makes the n-th request. Answers of another status than they should have are bad."""
    took: list[float] = []
    bad = 0
    size = 0
    number = 0
    until = time.perf_counter() + seconds

    async def worker() -> None:
        nonlocal bad, size, number
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            number += 1
            started = time.perf_counter()
            asked = ask(number)
            writer.write(asked.raw(f"127.0.0.1:{port}"))
            status, size = await _answer(reader)
            took.append(time.perf_counter() - started)
            bad += status != asked.status
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _each in range(connections)))
    spent = time.perf_counter() - begun
    took.sort()
    return Figure(
        per_second=len(took) / spent,
        p50=took[len(took) // 2] * 1000,
        p95=took[int(len(took) * 0.95)] * 1000,
        size=size,
        bad=bad,
    )


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "content-length:" in head:
        length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
        await reader.readexactly(length)
        return status, length
    total = 0
    while "transfer-encoding: chunked" in head:
        length = int((await reader.readline()).strip(), 16)
        await reader.readexactly(length + 2)
        total += length
        if length == 0:
            break
    return status, total
