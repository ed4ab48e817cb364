"""One open stay of a company in a park, and steps that stay as they were taken (docs/adr/0090)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T15:04:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one open stay of a company in a park; its steps are append-only"

GUARDS = """
CREATE UNIQUE INDEX incubation_one_open ON incubation (company, park)
  WHERE state NOT IN ('settled', 'refused', 'withdrawn');

CREATE FUNCTION incubation_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF parks_erasing() THEN  -- asked here: the privacy's migrations, which make it, run after these
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  RAISE EXCEPTION 'the steps of a stay are append-only'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'incubation_step_stays';
END $$;
CREATE TRIGGER incubation_step_stays BEFORE UPDATE OR DELETE ON incubation_step
  FOR EACH ROW EXECUTE FUNCTION incubation_step_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="spaces", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GUARDS)

    manager.add_raw(run)
    return manager
