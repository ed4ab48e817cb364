"""A meeting that has not begun may be called off; it never opened, so it has no time of opening."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "meetings called off"

RULES = """
ALTER TABLE meeting DROP CONSTRAINT meeting_state_known, ADD CONSTRAINT meeting_state_known
  CHECK (state IN ('planned', 'sitting', 'closed', 'called_off'));
ALTER TABLE meeting DROP CONSTRAINT meeting_dated, ADD CONSTRAINT meeting_dated
  CHECK ((state IN ('planned', 'called_off')) = (opened_at IS NULL) AND (state = 'closed') = (closed_at IS NOT NULL)
    AND (minutes IS NULL) = (minutes_code IS NULL) AND (minutes IS NULL OR state = 'closed')
    AND (secret IS NULL) = (words = ''));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(RULES)

    manager.add_raw(run)
    return manager
