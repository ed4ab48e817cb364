"""Candidates know the notice on which they were published; what became of a freed place is decided once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:57:000000"
VERSION = "1.38.0"
DESCRIPTION = "who stood on which notice; substitutions for ever"

KEPT = """
UPDATE selection_candidate k SET notice = n.id FROM public_notice n
WHERE n.selection = k.selection AND k.tier IS NOT NULL AND k.notice IS NULL;

CREATE TRIGGER notice_substitution_for_ever BEFORE UPDATE OR DELETE ON notice_substitution
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
