"""One application to the pool waits a person; what was decided stays decided."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T02:29:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "one waiting application a person; decided ones stay"

SQL = """
CREATE UNIQUE INDEX expert_application_one_waits ON expert_application (person) WHERE state = 'submitted';

CREATE FUNCTION expert_application_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a decided application stays as it was decided'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'expert_application_stays';
END $$;
CREATE TRIGGER expert_application_stays BEFORE UPDATE ON expert_application
  FOR EACH ROW WHEN (OLD.state IN ('appointed', 'refused')) EXECUTE FUNCTION expert_application_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)
    manager.add_raw(_up)
    return manager


async def _up() -> None:
    await execute_script(SQL)
