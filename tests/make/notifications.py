"""Messages told by the action itself, and what a real mailbox got."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.notifications import actions


@dataclass
class Mailbox:
    """A mail server on a port of its own; `start` and `stop` as often as a story wants."""

    folder: Path
    port: int
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-m", "parks.adapters.mail_sink", str(self.port), str(self.folder)]
        )
        for _attempt in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the mail sink did not start")

    def stop(self) -> None:
        if self.running is not None:
            self.running.send_signal(signal.SIGTERM)
            self.running.wait(10)
            self.running = None


PLACE = Bilingual("澄湖留学人员创业园", "Chenghu Returnee Park")


async def told(actor: Actor, number: int = 1) -> list[UUID]:
    """So many messages, the last one the newest."""
    made: list[UUID] = []
    for place in range(number):
        company = Bilingual(f"澄湖第{place}公司", f"Chenghu Company {place}")
        made += await actions.tell(actor.id, "spaces/withdrawn", "/space", company=company, park=PLACE)
    return made


def mails(folder: Path) -> Sequence[EmailMessage]:
    """What arrived, oldest first."""
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body()
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")
