"""The parks below an officer's place, side by side on a day, with the thresholds of each park's own place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from parks.adapters.database import rows
from parks.kernel.actor import Actor
from parks.kernel.words import Bilingual
from parks.reference import queries as reference
from parks.spaces import permissions
from parks.spaces.queries.scope import LETTABLE, stood
from parks.spaces.rules.comparison import THRESHOLDS, Figures

DAY = "COALESCE($2::date, parks_today())"


@dataclass(frozen=True, slots=True)
class ComparedPark:
    """`thresholds` by the name of the figure; a figure without one is not judged."""

    id: UUID
    park: Bilingual
    figures: Figures
    thresholds: Mapping[str, Decimal]

    @property
    def missed(self) -> Sequence[str]:
        """The figures that stand on the wrong side of their threshold."""
        return [name for name, one in THRESHOLDS.items() if one.missed(self.figures, self.thresholds.get(name))]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    on: date
    parks: Sequence[ComparedPark]


async def comparison(actor: Actor, on: date | None = None) -> ComparisonView:
    """Two statements: every park's figures, and the thresholds in force that day. By place, then name."""
    found = await rows(
        f"""SELECT p.id, p.name, o.region, {DAY} AS on_day, e.units, e.leased, e.area, e.leased_area, f.firms,
              f.stay_days, v.promised, v.kept
            FROM park p JOIN organisation o ON o.id = p.organisation
            CROSS JOIN LATERAL (
              SELECT count(*) AS units, count(a.id) AS leased, COALESCE(sum(u.gross_area), 0) AS area,
                COALESCE(sum(u.gross_area) FILTER (WHERE a.id IS NOT NULL), 0) AS leased_area
              FROM unit u LEFT JOIN allocation a ON a.unit = u.id AND a.kind = 'lease' AND a.period @> {DAY}
                AND {stood(DAY)}
              WHERE u.park = p.id AND {LETTABLE} AND daterange(u.valid_from, u.valid_until) @> {DAY}) e
            CROSS JOIN LATERAL (
              SELECT count(*) AS firms, COALESCE(sum({DAY} - t.first), 0)::int AS stay_days
              FROM (SELECT min(a.starts) AS first FROM allocation a JOIN unit u ON u.id = a.unit
                    WHERE u.park = p.id AND a.kind = 'lease' AND NOT a.void AND a.starts <= {DAY}
                    GROUP BY a.company HAVING bool_or(a.period @> {DAY})) t) f
            CROSS JOIN LATERAL (
              SELECT count(*) AS promised, count(*) FILTER (
                WHERE (s.closed_at AT TIME ZONE 'Asia/Shanghai')::date <= s.due) AS kept
              FROM service_request s WHERE s.park = p.id AND s.due < {DAY} AND s.due >= {DAY} - 365) v
            WHERE p.path ^@ ANY($1::text[]) ORDER BY p.path, p.id LIMIT 500""",
        actor.paths(*permissions.COMPARERS),
        on,
    )
    if not found:
        return ComparisonView(on or (await rows("SELECT parks_today() AS today"))[0]["today"], [])
    day: date = found[0]["on_day"]
    wanted = [(one.key, region) for region in sorted({each["region"] for each in found}) for one in THRESHOLDS.values()]
    told = await reference.policies_of(wanted, day)
    return ComparisonView(
        day,
        [
            ComparedPark(
                one["id"],
                Bilingual.of(one["name"]),
                Figures(**{name: one[name] for name in Figures.__dataclass_fields__}),
                {
                    name: Decimal(str(told[each.key, one["region"]].value))
                    for name, each in THRESHOLDS.items()
                    if (each.key, one["region"]) in told
                },
            )
            for one in found
        ],
    )
