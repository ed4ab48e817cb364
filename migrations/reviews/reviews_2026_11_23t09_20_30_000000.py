"""A letter of appointment stays as it was issued: somebody holds it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T09:20:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "letters of appointment stay"

KEPT = """
CREATE FUNCTION expert_letter_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a letter stays as it was issued'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'expert_letter_stays';
END $$;
CREATE TRIGGER expert_letter_stays BEFORE UPDATE OR DELETE ON expert_letter
  FOR EACH ROW EXECUTE FUNCTION expert_letter_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
