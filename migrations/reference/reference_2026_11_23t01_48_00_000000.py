"""A policy value that was entered is never changed or taken away: another follows it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T01:48:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "no update of what a policy value says, no delete, no truncate"

KEPT = """
CREATE FUNCTION reference_policy_value_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a policy value stays as it was entered: enter another that follows it'
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER reference_policy_value_stays
  BEFORE DELETE OR UPDATE OF key, locality, value, since, until, source, clause ON reference_policy_value
  FOR EACH ROW EXECUTE FUNCTION reference_policy_value_stays();
CREATE TRIGGER reference_policy_value_no_truncate BEFORE TRUNCATE ON reference_policy_value
  FOR EACH STATEMENT EXECUTE FUNCTION reference_policy_value_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reference", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
