"""What was said of a service request stays as it was said (docs/adr/0092)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the steps of a service request are never changed"

GUARDS = """
CREATE FUNCTION service_step_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF parks_erasing() THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'what was said of a service request stays' USING
    ERRCODE = 'check_violation', CONSTRAINT = 'service_step_stays', TABLE = 'service_step';
END $$;

CREATE TRIGGER service_step_kept BEFORE UPDATE OR DELETE ON service_step
  FOR EACH ROW EXECUTE FUNCTION service_step_keep();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="spaces", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GUARDS)

    manager.add_raw(run)
    return manager
