"""What no application code can promise: one taker a unit and day, whoever writes and however (docs/adr/0040)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one taker a unit and day; units lock for every writer; allocations stay within their unit's life"

GUARDS = """
ALTER TABLE allocation ADD COLUMN period daterange GENERATED ALWAYS AS (daterange(starts, ends)) STORED;

ALTER TABLE allocation ADD CONSTRAINT allocation_one_at_a_time
  EXCLUDE USING gist (unit WITH =, period WITH &&) WHERE (NOT void);

-- A park lies where its organisation lies, also after the tree was rearranged.
ALTER TABLE park ADD CONSTRAINT park_lies_with_its_organisation
  FOREIGN KEY (path) REFERENCES organisation (path) ON UPDATE CASCADE;

-- The manager's morning: waiting first, oldest first, at the same cost whatever was answered before.
CREATE INDEX unit_request_morning ON unit_request ((state <> 'asked'), asked_at, id);

-- A unit's park is its floor's building's park: filled here, so that it can never be another's.
-- A unit's life and kind may not be changed under what it is taken for.
CREATE FUNCTION unit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT b.park INTO NEW.park FROM floor f JOIN building b ON b.id = f.building WHERE f.id = NEW.floor;
  IF TG_OP = 'UPDATE' AND EXISTS (
    SELECT 1 FROM allocation a WHERE a.unit = NEW.id AND NOT a.void AND (
      NOT a.period <@ daterange(NEW.valid_from, NEW.valid_until)
      OR (a.kind IN ('lease', 'hold') AND NEW.kind = 'roadshow_hall')))
  THEN
    RAISE EXCEPTION 'the unit is taken on days that it would not live' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'unit_lives_while_taken', TABLE = 'unit';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER unit_guarded BEFORE INSERT OR UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION unit_guard();

-- Two writers who insert first and compare afterwards would wait for each other until one is shot as a deadlock.
-- So every writer, our actions and plain SQL alike, takes the unit first.
CREATE FUNCTION allocation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  home unit%ROWTYPE;
BEGIN
  SELECT * INTO home FROM unit WHERE id = NEW.unit FOR NO KEY UPDATE;
  IF NOT FOUND OR NEW.void THEN
    RETURN NEW;  -- the foreign key answers the first, and nothing stands in the way of the second
  END IF;
  IF NEW.kind IN ('lease', 'hold') AND home.kind = 'roadshow_hall' THEN
    RAISE EXCEPTION 'this kind of unit is booked, not let' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'allocation_unit_is_let', TABLE = 'allocation';
  END IF;
  IF NOT daterange(NEW.starts, NEW.ends) <@ daterange(home.valid_from, home.valid_until) THEN
    RAISE EXCEPTION 'the unit does not live through these days' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_unit_life', TABLE = 'allocation';
  END IF;
  IF NEW.request IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unit_request r WHERE r.id = NEW.request AND r.company = NEW.company AND r.park = home.park)
  THEN
    RAISE EXCEPTION 'the request is another company''s or another park''s' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'allocation_answers_its_request', TABLE = 'allocation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER allocation_guarded BEFORE INSERT OR UPDATE ON allocation
  FOR EACH ROW EXECUTE FUNCTION allocation_guard();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="spaces", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GUARDS)

    manager.add_raw(run)
    return manager
