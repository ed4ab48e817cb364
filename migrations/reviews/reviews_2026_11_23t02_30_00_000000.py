"""A run of the assignment keeps what it was asked and what it answered, and a round has one proposal at a time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "runs of the assignment stay; one proposal a round"

LOCKS = """
CREATE UNIQUE INDEX assignment_run_one_proposed ON assignment_run (review_round) WHERE state = 'proposed';

CREATE FUNCTION assignment_run_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'proposed'
     OR (NEW.review_round, NEW.made_at, NEW.max_load, NEW.min_load, NEW.inputs, NEW.inputs_hash, NEW.seed, NEW.solver,
         NEW.pairs, NEW.objective, NEW.worst, NEW.bound, NEW.proven, NEW.short) IS DISTINCT FROM
        (OLD.review_round, OLD.made_at, OLD.max_load, OLD.min_load, OLD.inputs, OLD.inputs_hash, OLD.seed, OLD.solver,
         OLD.pairs, OLD.objective, OLD.worst, OLD.bound, OLD.proven, OLD.short) THEN
    RAISE EXCEPTION 'what the assignment was asked and what it answered never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assignment_run_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assignment_run_stays BEFORE UPDATE ON assignment_run
  FOR EACH ROW EXECUTE FUNCTION assignment_run_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
