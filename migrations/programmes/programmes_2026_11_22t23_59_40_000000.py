"""The field of what was sent before it was kept beside it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "applications know their field"

FILLED = """
UPDATE application a SET field = left(COALESCE(
  (SELECT jsonb_path_query_first(s.answers, '$.sections[*].questions[*] ? (@.key == "project_field").value') #>> '{}'
   FROM submission s WHERE s.application = a.id ORDER BY s.version DESC LIMIT 1), ''), 30)
WHERE a.number IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(FILLED)

    manager.add_raw(run)
    return manager
