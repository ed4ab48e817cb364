"""A version is what it was when it came: no update, no delete."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T16:34:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "versions never change"

KEPT = """
CREATE FUNCTION document_version_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a document never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER document_version_kept BEFORE UPDATE OR DELETE ON document_version
  FOR EACH ROW EXECUTE FUNCTION document_version_keep();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="documents", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
