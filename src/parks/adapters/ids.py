"""Ids that sort by the time of their making: UUIDv7, made in Python on every PostgreSQL (docs/adr/0003)."""

from uuid import UUID

from uuid_utils import compat


def uuid7() -> UUID:
    """A new id. Old migrations import this function by its name: it keeps it for ever."""
    return compat.uuid7()
