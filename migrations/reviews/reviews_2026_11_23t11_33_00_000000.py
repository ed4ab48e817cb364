"""A bonus criterion has no weight, and a mark may be said not to apply where its criterion allows that."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T11:33:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "weights of bonus criteria; marks that do not apply"

RULES = """
ALTER TABLE criterion DROP CONSTRAINT criterion_figures_possible, ADD CONSTRAINT criterion_figures_possible
  CHECK (weight >= 0 AND weight <= 100 AND maximum > 0 AND step > 0 AND step <= maximum);

-- As before, and: no mark in place of one that every proposal needs.
CREATE OR REPLACE FUNCTION mark_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  at_seat uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.seat ELSE OLD.seat END;
  seat_state text;
BEGIN
  SELECT state INTO seat_state FROM seat WHERE id = at_seat FOR SHARE;
  IF seat_state IS DISTINCT FROM 'declared' OR (TG_OP = 'UPDATE' AND NEW.seat <> OLD.seat) THEN
    RAISE EXCEPTION 'marks are locked unless the seat is declared'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mark_stays';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NOT EXISTS (
    SELECT FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round
      JOIN criterion c ON c.rubric = r.rubric
    WHERE s.id = NEW.seat AND c.id = NEW.criterion
      AND (NEW.value IS NULL OR (NEW.value <= c.maximum AND NEW.value % c.step = 0))
      AND (c.may_not_apply OR NOT NEW.not_applicable)
  ) THEN
    RAISE EXCEPTION 'the mark does not lie on the scale of the round''s rubric'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_on_scale';
  END IF;
  RETURN NEW;
END $$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(RULES)

    manager.add_raw(run)
    return manager
