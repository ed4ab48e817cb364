"""A mail server that delivers nowhere: the demo and the tests read what was sent in a folder of .eml files.

`python -m parks.adapters.mail_sink PORT FOLDER`
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.smtp import SMTP, Envelope, Session

from parks.adapters.ids import uuid7

LARGEST = 10 * 2**20


class Folder:
    """What arrives lands under a name that sorts by time, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        name = self.folder / f"{uuid7()}.eml"
        half = name.with_suffix(".part")
        body = envelope.original_content or b""
        half.write_bytes(body)
        half.rename(name)
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    """Take mail until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    controller: Any = UnthreadedController(
        Folder(folder), hostname="127.0.0.1", port=port, loop=loop, data_size_limit=LARGEST, ident="Parks mail sink"
    )
    server = await controller._create_server()  # noqa: SLF001 - begin() would start a loop, and we are in one
    await ended.wait()
    server.close()
    await server.wait_closed()


if __name__ == "__main__":
    os.umask(0o077)
    kept = Path(sys.argv[2])
    kept.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(int(sys.argv[1]), kept))
