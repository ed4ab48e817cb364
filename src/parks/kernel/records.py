"""What each context tells of a person's own data, and of records whose time is over; the app puts them together."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from parks.kernel.actor import Actor
from parks.kernel.words import Text

Own = Mapping[str, Sequence[Mapping[str, Any]]]
"""Lists of plain JSON objects by their name; locked numbers, digests and other people's words are not among them."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """A context's part of a person's own data (PIPL art. 45): what it holds of whoever asks, and of nobody else."""

    key: str
    title: Text
    gather: Callable[[Actor], Awaitable[Own]]


@dataclass(frozen=True, slots=True)
class Due:
    """One record whose time is over since `since`. `subjects` are the ids (its own, its person's, its company's) of
    which any may be held: then it stays.
    """

    id: UUID
    label: str
    since: date
    subjects: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordClass:
    """A class of records and how long it is kept. `policy` names the policy value (years, or months with `m`: `6m`)
    in `reference`; `law` the ground. `due` answers at most `limit` records older than a day; `erase` removes those of
    these ids within the open transaction and answers how many; None where the law keeps them for ever.
    """

    key: str
    name: Text
    law: Text
    policy: str
    due: Callable[[date, int], Awaitable[Sequence[Due]]]
    erase: Callable[[Sequence[UUID]], Awaitable[int]] | None
