"""The file from which anyone recomputes a call's selection: made from the database, and read where it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from parks.adapters import clock, tokens
from parks.adapters.database import row, rows
from parks.kernel.actor import Actor, Role
from parks.kernel.errors import hidden
from parks.kernel.words import Bilingual
from parks.reviews import queries as reviews
from parks.reviews.rules import replay

CALL = """
SELECT p.code, c.cycle, c.title_zh, c.title_en, s.id AS selection, s.round, b.free, b.currency,
  (SELECT COALESCE(jsonb_agg(jsonb_build_object('key', t.key, 'name', jsonb_build_object('zh', t.name_zh, 'en',
      t.name_en), 'amount', t.amount::text, 'currency', t.currency, 'places', t.places) ORDER BY t.position), '[]')
    FROM call_tier t WHERE t.call = c.id) AS tiers,
  (SELECT COALESCE(jsonb_agg(e.hash ORDER BY n.part), '[]') FROM selection_export e
    JOIN public_notice n ON n.id = e.notice WHERE n.selection = s.id) AS earlier
FROM call c JOIN programme p ON p.id = c.programme JOIN selection s ON s.call = c.id
LEFT JOIN LATERAL (SELECT f.free, f.currency FROM fund_budget f WHERE f.id = c.budget OR f.subject_id = c.id
  ORDER BY f.id <> COALESCE(c.budget, f.id), f.founded_at, f.id LIMIT 1) b ON TRUE
WHERE c.id = $1
"""

CANDIDATES = """
SELECT k.assessment, a.state, k.rank, k.total, t.key AS tier, k.reason <> '' AS reason, n.part,
  EXISTS (SELECT FROM agreement g WHERE g.application = a.id AND g.commitment_id IS NOT NULL) AS bound
FROM selection_candidate k JOIN application a ON a.id = k.application LEFT JOIN call_tier t ON t.id = k.tier
LEFT JOIN public_notice n ON n.id = k.notice WHERE k.selection = $1
"""

NOTICES = """
SELECT n.part, n.number, n.starts_on, n.last_day, n.entries,
  (SELECT array_agg(k.assessment ORDER BY t.position, k.rank, a.number) FROM selection_candidate k
    JOIN application a ON a.id = k.application JOIN call_tier t ON t.id = k.tier WHERE k.notice = n.id) AS listed,
  (SELECT COALESCE(sum(t.amount), 0) FROM selection_candidate k JOIN call_tier t ON t.id = k.tier
    WHERE k.notice = n.id) AS commits
FROM public_notice n WHERE n.selection = $1 ORDER BY n.part
"""

FREED = """
SELECT r.assessment AS removed, m.assessment AS chosen, n.part FROM notice_substitution u
JOIN selection_candidate r ON r.application = u.removed
LEFT JOIN selection_candidate m ON m.application = u.application LEFT JOIN public_notice n ON n.id = u.notice
WHERE r.selection = $1 ORDER BY u.decided_at, u.id
"""

STILL_IN = {"ranked", "proposed", "not_selected"}


async def made(call_id: UUID) -> bytes:
    """The file as the database has it now, up to its last notice; nobody is asked. Hidden (404) without a round."""
    found = await row(CALL, call_id) or hidden()
    selection_id = found["selection"]

    def pseudonym(kind: str, id_: UUID) -> str:
        """Keyed with the house's secret: the same within one selection, in another one a different one."""
        return kind[0].upper() + tokens.seal(f"selection file {selection_id}", f"{kind} {id_}")[:16]

    sections = await reviews.replay_sections(found["round"], pseudonym)
    ranking = {one["proposal"]: one for one in sections["ranking"]}
    notices = await rows(NOTICES, selection_id)
    freed = await rows(FREED, selection_id)
    candidates = [_candidate(one, pseudonym, ranking) for one in await rows(CANDIDATES, selection_id)]
    last = notices[-1] if notices else None
    sections["call"] = [
        {
            "code": f"{found['code']}-{found['cycle']}".upper(),
            "title": {"zh": found["title_zh"], "en": found["title_en"]},
            "seats": sections["call"][0]["seats"],
            "tiers": found["tiers"],
            "budget": None
            if found["free"] is None
            else {"free": f"{found['free']:.2f}", "currency": found["currency"]},
        }
    ]
    sections["proposal"] = sorted(candidates, key=lambda one: (one["rank"] or 10**9, one["proposal"]))
    sections["notice"] = [_notice(one, pseudonym) for one in notices] + [_freed(one, pseudonym) for one in freed]
    head = {
        "made_at": (await clock.now()).isoformat(),
        "notice": last["number"] if last else None,
        "part": last["part"] if last else None,
        "earlier": list(found["earlier"]),
    }
    return replay.write(head, sections)


def _candidate(one: Any, pseudonym: reviews.Pseudonym, ranking: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Rank and total as they were proposed on, else as the round has them; `changed` where the two are not the same."""
    mark = pseudonym("proposal", one["assessment"])
    now = ranking.get(mark, {"rank": None, "total": None})
    frozen = one["rank"] is not None
    rank, total = (one["rank"], replay.spelt(one["total"])) if frozen else (now["rank"], now["total"])
    if one["part"] is not None:
        standing = "removed" if one["state"] == "not_selected" else "listed"
    else:
        standing = "in" if one["state"] in STILL_IN else "out"
    return {
        "proposal": mark,
        "rank": rank,
        "total": total,
        "changed": (rank, total) != (now["rank"], now["total"]),
        "tier": one["tier"],
        "reason": one["reason"],
        "standing": standing,
        "notice": one["part"],
        "bound": one["bound"],
    }


def _notice(one: Any, pseudonym: reviews.Pseudonym) -> dict[str, Any]:
    """The tiers as they were published, beside who stands there."""
    return {
        "kind": "list",
        "part": one["part"],
        "number": one["number"],
        "first_day": one["starts_on"].isoformat(),
        "last_day": one["last_day"].isoformat(),
        "entries": [
            {"proposal": pseudonym("proposal", assessment), "tier": entry["tier"]}
            for assessment, entry in zip(one["listed"] or [], one["entries"], strict=False)
        ],
        "commits": f"{one['commits']:.2f}",
    }


def _freed(one: Any, pseudonym: reviews.Pseudonym) -> dict[str, Any]:
    return {
        "kind": "freed",
        "removed": pseudonym("proposal", one["removed"]),
        "chosen": pseudonym("proposal", one["chosen"]) if one["chosen"] else None,
        "part": one["part"],
    }


@dataclass(frozen=True, slots=True)
class FileView:
    """A published file; `size` in bytes. It stands on the notice by its hash."""

    notice_id: UUID
    number: str
    hash: str
    lines: int
    size: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FilesView:
    call_id: UUID
    title: Bilingual
    files: tuple[FileView, ...]


FILES = """
SELECT c.title_zh, c.title_en, (SELECT jsonb_agg(jsonb_build_object('notice', n.id, 'number', n.number, 'hash', e.hash,
    'lines', e.lines, 'size', octet_length(e.data), 'made_at', e.made_at) ORDER BY n.part)
  FROM selection_export e JOIN public_notice n ON n.id = e.notice JOIN selection s ON s.id = n.selection
  WHERE s.call = c.id) AS files
FROM call c JOIN organisation o ON o.id = c.organisation
WHERE c.id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) place WHERE starts_with(o.path, place))
"""


async def files(actor: Actor, call_id: UUID) -> FilesView:
    """The published files of a call. Hidden (404) to all but its officers and auditors."""
    found = await row(FILES, call_id, _readers(actor)) or hidden()
    return FilesView(
        call_id,
        Bilingual(found["title_zh"], found["title_en"]),
        tuple(
            FileView(
                UUID(one["notice"]),
                one["number"],
                one["hash"],
                one["lines"],
                one["size"],
                datetime.fromisoformat(one["made_at"]),
            )
            for one in found["files"] or []
        ),
    )


@dataclass(frozen=True, slots=True)
class StoredFile:
    number: str
    hash: str
    data: bytes


async def file(actor: Actor, call_id: UUID, notice_id: UUID) -> StoredFile:
    """One published file. Hidden (404) to all but the call's officers and auditors, and where there is none."""
    found = (
        await row(
            "SELECT n.number, e.hash, e.data FROM selection_export e JOIN public_notice n ON n.id = e.notice"
            " JOIN selection s ON s.id = n.selection JOIN call c ON c.id = s.call"
            " JOIN organisation o ON o.id = c.organisation WHERE n.id = $1 AND c.id = $2"
            " AND EXISTS (SELECT FROM unnest($3::text[]) place WHERE starts_with(o.path, place))",
            notice_id,
            call_id,
            _readers(actor),
        )
        or hidden()
    )
    return StoredFile(found["number"], found["hash"], bytes(found["data"]))


def _readers(actor: Actor) -> list[str]:
    return actor.paths(Role.PROGRAMME_OFFICER, Role.AUDITOR)
