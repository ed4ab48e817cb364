"""The order by due date, clocks for what lay at a desk before there were any, and lists and scans for ever."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:21:000000"
VERSION = "1.38.0"
DESCRIPTION = "due dates in order; ranked lists and signed scans for ever"

KEPT = """
-- Waits for nobody: after every day that is. The same expression stands in queries/applications.py.
CREATE INDEX application_by_due ON application ((COALESCE(decide_by, DATE '2999-12-31')), id)
  WHERE submitted_at IS NOT NULL;
CREATE INDEX application_on_a_clock ON application (decide_by) WHERE decide_by IS NOT NULL;

-- What lies at a desk now has the default ten working days from today, near enough by weekdays: provisional, so that
-- the first settled day reckons it anew by the calendar.
UPDATE application SET decide_from = parks_today(), decide_days = 10, decide_by = parks_today() + 14,
  decide_soon = parks_today() + 9, decide_provisional = TRUE
  WHERE state IN ('submitted', 'park_review', 'city_review', 'province_review');
UPDATE application SET decide_days = 10 WHERE state = 'returned_for_correction';

CREATE TRIGGER ranked_list_for_ever BEFORE UPDATE OR DELETE ON ranked_list
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
CREATE TRIGGER ranked_place_for_ever BEFORE UPDATE OR DELETE ON ranked_place
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
CREATE TRIGGER signed_scan_for_ever BEFORE UPDATE OR DELETE ON signed_scan
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();

-- A list is frozen as it was signed: nothing is put onto it in a later transaction (its clock stands still within one).
CREATE FUNCTION ranked_place_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ranked_list l WHERE l.id = NEW.ranked_list AND l.at = parks_now()) THEN
    RAISE EXCEPTION 'a ranked list is frozen when it is recommended' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ranked_place_frozen BEFORE INSERT ON ranked_place
  FOR EACH ROW EXECUTE FUNCTION ranked_place_at_once();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
