"""A conflict of interest stays as it was written; companies of an assessment are found by their marks."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T02:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "conflicts are never deleted or rewritten, pinned ones never end; the index by company"

LOCKS = """
CREATE FUNCTION conflict_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- asked in the body: what erasing means is known once the privacy tables stand
  IF parks_erasing() THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
     OR (NEW.expert, NEW.person, NEW.assessment, NEW.company, NEW.kind, NEW.source, NEW.party, NEW.evidence, NEW.since,
         NEW.until, NEW.entered_by, NEW.entered_at)
        IS DISTINCT FROM (OLD.expert, OLD.person, OLD.assessment, OLD.company, OLD.kind, OLD.source, OLD.party,
         OLD.evidence, OLD.since, OLD.until, OLD.entered_by, OLD.entered_at) THEN
    RAISE EXCEPTION 'a conflict stays as it was written, and one that was taken back stays so'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'conflict_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER conflict_stays BEFORE UPDATE OR DELETE ON conflict
  FOR EACH ROW EXECUTE FUNCTION conflict_stays();

CREATE INDEX assessment_by_party ON assessment USING gin (parties);
CREATE INDEX assessment_by_people ON assessment USING gin (people);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
