"""How a round adds up is chosen when it is opened, before anybody scores; the database keeps it so."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T06:32:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "a round adds up as it was opened"

KEPT = """
CREATE FUNCTION review_round_scoring_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'how a round adds up is chosen when it is opened' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER review_round_scoring_for_ever BEFORE UPDATE ON review_round
  FOR EACH ROW WHEN (OLD.scoring IS DISTINCT FROM NEW.scoring) EXECUTE FUNCTION review_round_scoring_kept();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
