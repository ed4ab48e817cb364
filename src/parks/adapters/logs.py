"""What happens, as lines: JSON for machines where Parks serves, plain words in the demo. No bodies, no secrets."""

import logging
import sys
from typing import Any

import structlog


def configure(*, human: bool, level: int = logging.INFO) -> None:
    """One form for our own lines and for those of the libraries, on standard error."""
    first: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=False)]
        if human
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=first, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name, quieter in (("uvicorn.error", logging.WARNING), ("pgqueuer", logging.CRITICAL)):
        # Their own start-up chatter; failures of jobs are told by `adapters.jobs`.
        logging.getLogger(name).setLevel(quieter)
    structlog.configure(
        processors=[*first, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
