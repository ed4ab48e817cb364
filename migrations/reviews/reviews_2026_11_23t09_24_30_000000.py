"""A question about a mark stays as it was asked, its answer as it was given; one open question a seat and criterion."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T09:24:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "questions about marks and their answers stay"

LOCKS = """
CREATE FUNCTION mark_query_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- asked in the body: what erasing means is known once the privacy tables stand
  IF parks_erasing() THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.answered_at IS NOT NULL
     OR (NEW.seat, NEW.criterion, NEW.kind, NEW.words, NEW.mark, NEW.asked_by, NEW.asked_at)
        IS DISTINCT FROM (OLD.seat, OLD.criterion, OLD.kind, OLD.words, OLD.mark, OLD.asked_by, OLD.asked_at) THEN
    RAISE EXCEPTION 'a question stays as it was asked, and its answer as it was given'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mark_query_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_query_stays BEFORE UPDATE OR DELETE ON mark_query
  FOR EACH ROW EXECUTE FUNCTION mark_query_stays();

CREATE UNIQUE INDEX mark_query_one_open ON mark_query (seat, criterion) WHERE answered_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
