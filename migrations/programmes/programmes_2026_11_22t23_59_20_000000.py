"""Calls from before ladders were data are given the one that they were opened with; no call is without one."""

import json

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:20:000000"
VERSION = "1.38.0"
DESCRIPTION = "the ladder of earlier calls"

# As it stood on the day of this migration: what the code's own default becomes later is no matter of earlier calls.
LADDER = [
    {"level": level, "role": role, "checks": {"zh": zh, "en": en}, "days": 10, "quota": None}
    | {"ranks": False, "scores": False}
    for level, role, zh, en in (
        (
            "park",
            "park_manager",
            "材料是否齐全、真实，企业是否在园经营",
            "Whether everything is there and true, and the company works here",
        ),
        (
            "city",
            "city_officer",
            "申报条件、是否重复申报，择优推荐",
            "The conditions, double filing, and which are the best of the city",
        ),
        (
            "province",
            "province_officer",
            "资格复核，在名额内择优推荐",
            "The conditions once more, and the best of the province within its quota",
        ),
    )
]

FILL = f"""
ALTER TABLE call DISABLE TRIGGER call_frozen;
UPDATE call SET ladder = $ladder${json.dumps(LADDER, ensure_ascii=False)}$ladder$::jsonb WHERE ladder = '[]'::jsonb;
ALTER TABLE call ENABLE TRIGGER call_frozen;
ALTER TABLE call ADD CONSTRAINT call_has_a_ladder
  CHECK (jsonb_typeof(ladder) = 'array' AND jsonb_array_length(ladder) > 0);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(FILL)

    manager.add_raw(run)
    return manager
