"""Mail goes out by SMTP. Called by the worker alone, after the commit that wrote the message."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr

import aiosmtplib

from parks.adapters import clock
from parks.kernel.errors import Unavailable
from parks.kernel.words import _
from parks.settings import settings

PATIENCE = 20  # seconds for one message


async def send(to: str, subject: str, text: str, *, message_id: str = "", to_name: str = "") -> None:
    """Hand one plain-text message to the mail server. Unavailable (503) where it does not take it; try again later.

    The same `message_id` for the same message lets a mailbox drop what a retry sent twice.
    """
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = Address(to_name, addr_spec=to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = await clock.now()
    domain = parseaddr(settings().mail_from)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{message_id}@{domain}>" if message_id else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        await aiosmtplib.send(
            message,
            hostname=settings().smtp_host,
            port=settings().smtp_port,
            username=settings().smtp_user or None,
            password=settings().smtp_password or None,
            use_tls=settings().smtp_port == 465,
            timeout=PATIENCE,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Unavailable(_("The mail server does not take this message just now; it will be tried again.")) from error
