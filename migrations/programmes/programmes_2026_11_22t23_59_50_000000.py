"""A sign-off never changes: what was signed stays as it was signed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:50:000000"
VERSION = "1.38.0"
DESCRIPTION = "sign-offs for ever"

KEPT = """
CREATE TRIGGER application_certification_for_ever BEFORE UPDATE OR DELETE ON application_certification
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
