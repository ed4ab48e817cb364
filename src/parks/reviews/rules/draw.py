"""The random draw (随机抽取) of a panel, domain.md §6.3, so described that anyone can write it anew and compare.

Everything is plain data: candidates are marks without names, and nothing here reads a clock or a database.

**To the byte.**

1. *Canonical JSON*: keys sorted, no spaces, UTF-8 without escapes, whole numbers alone: `canonical()`.
2. *Commitment*, published before: SHA-256 of the canonical JSON of `{"candidates": […], "constraints": {…}, "secret":
   "<64 hex digits>"}`, the candidates sorted by `id`. The secret is 32 random bytes.
3. *Seed*, known after: SHA-256 of the secret's bytes followed by the UTF-8 bytes of the witness's words. The words
   come after the commitment and are not known to whoever chose the secret: neither side alone chooses the outcome.
4. *Numbers*: block i (from 0) is SHA-256 of the seed followed by i as 8 bytes, big-endian; its first 8 bytes,
   big-endian, are the i-th number x. A number below n is x mod n of the next x below ⌊2⁶⁴/n⌋·n; larger x are thrown
   away (rejection sampling: every remainder is as likely as every other).
5. *Order*: the candidates that have rested for `cooldown` days (`recent` is null or at least `cooldown`), sorted by
   `id`; then for i from the last place (counted from 0) down to 1 swap the places i and j, j the next number below
   i + 1.
6. *Panel*: of all sets of `seats` candidates that keep the constraints, the one whose places in that order come first
   (compared place by place, ascending). In words: the order is walked, and everyone is taken with whom the panel can
   still be completed. *Backups*: all others, in that order.
7. *Constraints*: at least so many of each domain and of each kind (an expert of two domains serves both), at most one
   of each `employer` where asked (an empty employer is unknown and meets none), an odd number of seats where asked.
8. *Departures*, in turn: who leaves is followed by the first backup in order, not yet called, whose employer nobody of
   the others has (where asked) and with whom no quota is served less than before, unless it is still met. If there is
   none, the place stays empty.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from parks.kernel.words import Text, _
from parks.reviews.rules import covering, names
from parks.reviews.states import ExpertKind

SEATS_MOST = 15
QUOTAS_MOST = 6
"""Domains with a quota of their own: more than six in a panel of fifteen leave nothing to draw."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One expert of the snapshot. `id` and `employer` are marks (keyed hashes) that name nobody; `recent` whole days
    since the last panel, None if never; `barred` from how many proposals of the round.
    """

    id: str
    domains: tuple[str, ...]
    kind: str
    employer: str = ""
    region: str = ""
    recent: int | None = None
    barred: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Who can be drawn, as it stood when the draw was committed to."""

    candidates: tuple[Candidate, ...]

    def stored(self) -> list[dict[str, Any]]:
        """By id, domains in alphabetical order: one spelling for one snapshot."""
        lines = [asdict(one) | {"domains": sorted(one.domains)} for one in self.candidates]
        return sorted(lines, key=lambda one: str(one["id"]))

    @classmethod
    def of(cls, stored: Iterable[Mapping[str, Any]]) -> "Snapshot":
        return cls(tuple(Candidate(**{**one, "domains": tuple(one["domains"])}) for one in stored))


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the panel keeps. `domains` and `kinds`: at least so many of each; `cooldown` in days since the last one."""

    seats: int
    domains: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    one_per_employer: bool = True
    cooldown: int = 0
    odd: bool = True

    def stored(self) -> dict[str, Any]:
        """Quotas of nought say nothing and are left out."""
        return {
            "seats": self.seats,
            "domains": {name: n for name, n in sorted(self.domains.items()) if n},
            "kinds": {str(name): n for name, n in sorted(self.kinds.items()) if n},
            "one_per_employer": self.one_per_employer,
            "cooldown": self.cooldown,
            "odd": self.odd,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Constraints":
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no such panel. `what`: seats, employers, range, odd, sum, many, domain or kind; `name` of the quota;
    `lacking` experts; `together`: the quota alone could be met, but not beside the others.
    """

    what: str
    name: str = ""
    lacking: int = 0
    together: bool = False

    @property
    def text(self) -> Text:
        match self.what:
            case "seats":
                return _("{n} experts are lacking for this panel: too few can be drawn.", n=self.lacking)
            case "employers":
                return _(
                    "{n} experts are lacking for this panel: too few work for different employers.", n=self.lacking
                )
            case "range":
                return _("A draw has between 1 and {most} seats.", most=SEATS_MOST)
            case "odd":
                return _("An odd number of seats is asked for, and this one is even.")
            case "sum":
                return _("The quotas ask for {n} experts more than the panel has seats.", n=self.lacking)
            case "many":
                return _("At most {n} fields can have a quota in one draw.", n=QUOTAS_MOST)
        name = names.field_name(self.name) if self.what == "domain" else names.EXPERT_KINDS[ExpertKind(self.name)]
        if self.together:
            return _("The quotas cannot all be met together: {name} lacks {n} experts then.", name=name, n=self.lacking)
        return _("The quota of {name} lacks {n} experts.", name=name, n=self.lacking)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The outcome: ids in the order in which they were drawn; empty with `problems` where no panel can be made."""

    seated: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(snapshot: Snapshot, constraints: Constraints, secret: bytes) -> str:
    """The 64 hex digits that are shown before the draw (2)."""
    told = {"candidates": snapshot.stored(), "constraints": constraints.stored(), "secret": secret.hex()}
    return hashlib.sha256(canonical(told)).hexdigest()


def seeded(secret: bytes, words: str) -> bytes:
    """The 32 bytes that decide (3)."""
    return hashlib.sha256(secret + words.encode()).digest()


def numbers(seed: bytes) -> Iterator[int]:
    """The stream (4), each from 0 to 2⁶⁴ - 1."""
    block = 0
    while True:
        yield int.from_bytes(hashlib.sha256(seed + block.to_bytes(8, "big")).digest()[:8], "big")
        block += 1


def below(n: int, stream: Iterator[int]) -> int:
    """A number from 0 to n - 1, each as likely as the others."""
    whole = 2**64 // n * n
    return next(x for x in stream if x < whole) % n


def shuffled(ids: Iterable[str], seed: bytes) -> list[str]:
    """The order (5)."""
    order, stream = sorted(ids), numbers(seed)
    for i in range(len(order) - 1, 0, -1):
        j = below(i + 1, stream)
        order[i], order[j] = order[j], order[i]
    return order


def drawn(snapshot: Snapshot, constraints: Constraints, seed: bytes) -> Drawn:
    """The panel and its backups (6), or what stands in the way."""
    if found := problems(snapshot, constraints):
        return Drawn(problems=found)
    by_id = {one.id: one for one in rested(snapshot, constraints)}
    order = [by_id[one] for one in shuffled(by_id, seed)]
    groups = _Groups(order, constraints)
    seated: list[str] = []
    needs = _needs(constraints)
    for one in order:
        if len(seated) == constraints.seats:
            break
        after = covering.less(needs, groups.serves(one))
        if groups.pass_by(one) and covering.completes(after, groups.without(one), constraints.seats - len(seated) - 1):
            groups.take(one)
            seated.append(one.id)
            needs = after
    return Drawn(tuple(seated), tuple(one.id for one in order if one.id not in seated))


def rested(snapshot: Snapshot, constraints: Constraints) -> list[Candidate]:
    """Who has been off a panel for long enough."""
    return [one for one in snapshot.candidates if one.recent is None or one.recent >= constraints.cooldown]


def problems(snapshot: Snapshot, constraints: Constraints) -> tuple[Problem, ...]:
    """Which quota lacks how many, whatever the seed; empty where a panel can be drawn."""
    if found := faults(constraints):
        return found
    groups = _Groups(rested(snapshot, constraints), constraints).all()
    found_: list[Problem] = []
    if len(groups) < constraints.seats:
        few = len(rested(snapshot, constraints)) < constraints.seats
        found_.append(Problem("seats" if few else "employers", lacking=constraints.seats - len(groups)))
    wanted = _quotas(constraints)
    unmet = covering.unmet(_needs(constraints), groups, constraints.seats)
    for bit, (what, name, least) in enumerate(wanted):
        if unmet[bit]:
            alone = sum(any(mask >> bit & 1 for mask in group) for group in groups)
            found_.append(Problem(what, name, unmet[bit], together=alone >= least))
    return tuple(found_)


def faults(constraints: Constraints) -> tuple[Problem, ...]:
    """What is wrong with the constraints themselves, before anybody is looked at."""
    found = []
    if not 1 <= constraints.seats <= SEATS_MOST:
        found.append(Problem("range"))
    if constraints.odd and constraints.seats % 2 == 0:
        found.append(Problem("odd"))
    found += [
        Problem("sum", lacking=sum(quotas.values()) - constraints.seats)
        for quotas in (constraints.domains, constraints.kinds)
        if sum(quotas.values()) > constraints.seats
    ]
    if sum(n > 0 for n in constraints.domains.values()) > QUOTAS_MOST:
        found.append(Problem("many"))
    return tuple(found)


def _quotas(constraints: Constraints) -> list[tuple[str, str, int]]:
    """Every quota as (what, name, least); its place in this list is its bit."""
    return [
        (what, str(name), least)
        for what, quotas in (("domain", constraints.domains), ("kind", constraints.kinds))
        for name, least in sorted(quotas.items())
        if least
    ]


def _needs(constraints: Constraints) -> tuple[int, ...]:
    return tuple(least for _what, _name, least in _quotas(constraints))


def _serves(one: Candidate, quotas: Sequence[tuple[str, str, int]]) -> int:
    """Which quotas the candidate serves, a bit each."""
    return sum(
        1 << bit
        for bit, (what, name, _least) in enumerate(quotas)
        if (name in one.domains if what == "domain" else name == one.kind)
    )


class _Groups:
    """Who can still be taken: those of one employer together where only one of them may be, everyone else alone."""

    def __init__(self, candidates: Sequence[Candidate], constraints: Constraints) -> None:
        quotas = _quotas(constraints)
        self._serves = {one.id: _serves(one, quotas) for one in candidates}
        self._key = {
            one.id: f"of {one.employer}" if constraints.one_per_employer and one.employer else f"one {one.id}"
            for one in candidates
        }
        self._left: dict[str, list[int]] = {}
        for one in candidates:
            self._left.setdefault(self._key[one.id], []).append(self._serves[one.id])

    def serves(self, one: Candidate) -> int:
        return self._serves[one.id]

    def all(self) -> list[covering.Group]:
        return [tuple(sorted(masks)) for masks in self._left.values() if masks]

    def pass_by(self, one: Candidate) -> bool:
        """Nobody comes back to who was passed by; False where a colleague sits already."""
        if (group := self._left.get(self._key[one.id])) is None:
            return False
        group.remove(self._serves[one.id])
        return True

    def without(self, one: Candidate) -> list[covering.Group]:
        """What is left beside the group of who is being weighed."""
        own = self._key[one.id]
        return [tuple(sorted(masks)) for key, masks in self._left.items() if masks and key != own]

    def take(self, one: Candidate) -> None:
        del self._left[self._key[one.id]]


@dataclass(frozen=True, slots=True)
class Panel:
    """Who sits after some have left: ids in order, a called backup last; `called`: who is followed by whom, or None."""

    seated: tuple[str, ...]
    called: tuple[tuple[str, str | None], ...] = ()

    @property
    def empty(self) -> int:
        return sum(follower is None for _left, follower in self.called)


def after_departures(snapshot: Snapshot, constraints: Constraints, outcome: Drawn, left: Sequence[str]) -> Panel:
    """The panel once those have left, in that order (8). ValueError where somebody leaves who does not sit."""
    by_id = {one.id: one for one in snapshot.candidates}
    seated, waiting = list(outcome.seated), list(outcome.backups)
    called: list[tuple[str, str | None]] = []
    for who in left:
        if who not in seated:
            raise ValueError(f"{who} does not sit on this panel")
        before = [by_id[one] for one in seated]
        seated.remove(who)
        stay = [by_id[one] for one in seated]
        follower = next((one for one in waiting if _follows(by_id[one], stay, before, constraints)), None)
        called.append((who, follower))
        if follower is not None:
            waiting.remove(follower)
            seated.append(follower)
    return Panel(tuple(seated), tuple(called))


def _follows(one: Candidate, stay: Sequence[Candidate], before: Sequence[Candidate], constraints: Constraints) -> bool:
    if constraints.one_per_employer and one.employer and any(one.employer == each.employer for each in stay):
        return False
    quotas = _quotas(constraints)
    now, then = [[_serves(each, quotas) for each in panel] for panel in ([*stay, one], before)]
    return all(
        sum(mask >> bit & 1 for mask in now) >= min(least, sum(mask >> bit & 1 for mask in then))
        for bit, (_what, _name, least) in enumerate(quotas)
    )


def employer_key(name: str) -> str:
    """One spelling for one employer: full-width letters and brackets as half-width ones, upper case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", name).upper().split())


def recomputed(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the rule makes of a revealed draw's own inputs, in turn, under the names under which the record keeps it.

    `record` is one draw as it is exported: `candidates`, `constraints`, `secret` (hex), `words`, `left` (who left, in
    order), and what was answered: `commitment`, `seated`, `backups`, `panel`. ValueError, KeyError or TypeError where
    it is no such record.
    """
    snapshot, constraints = Snapshot.of(record["candidates"]), Constraints.of(record["constraints"])
    secret = bytes.fromhex(record["secret"])
    yield "commitment", commitment(snapshot, constraints, secret)
    outcome = drawn(snapshot, constraints, seeded(secret, record["words"]))
    yield "seated", list(outcome.seated)
    yield "backups", list(outcome.backups)
    try:
        panel = after_departures(snapshot, constraints, outcome, record["left"])
    except ValueError:  # somebody left who never sat
        yield "panel", None
    else:
        yield "panel", list(panel.seated)


def first_difference(record: Mapping[str, Any]) -> str | None:
    """The first of the four answers that is not what the inputs give; None where the draw stands."""
    return next((name for name, value in recomputed(record) if record[name] != value), None)
