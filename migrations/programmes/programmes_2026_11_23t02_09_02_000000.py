"""A selection's file stays as it was when its hash was published."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T02:09:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "selection files for ever"

KEPT = """
CREATE TRIGGER selection_export_for_ever BEFORE UPDATE OR DELETE ON selection_export
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
