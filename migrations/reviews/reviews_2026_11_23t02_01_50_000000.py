"""What an expert signed stays signed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T02:01:50:000000"
VERSION = "1.38.0"
DESCRIPTION = "signed pledges are append-only"

SQL = """
CREATE FUNCTION seat_pledge_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a signed pledge stays as it was signed'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'seat_pledge_stays';
END $$;
CREATE TRIGGER seat_pledge_stays BEFORE UPDATE OR DELETE ON seat_pledge
  FOR EACH ROW EXECUTE FUNCTION seat_pledge_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)
    manager.add_raw(_up)
    return manager


async def _up() -> None:
    await execute_script(SQL)
