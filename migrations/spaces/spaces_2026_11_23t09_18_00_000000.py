"""Offers take a unit as holds do, and a request has one offer at a time (docs/adr/0084)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T09:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "offers are guarded as leases and holds are; one standing offer a request"

GUARDS = """
CREATE UNIQUE INDEX allocation_one_offer_a_request ON allocation (request) WHERE kind = 'offer' AND NOT void;

CREATE OR REPLACE FUNCTION unit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT b.park INTO NEW.park FROM floor f JOIN building b ON b.id = f.building WHERE f.id = NEW.floor;
  IF TG_OP = 'UPDATE' AND EXISTS (
    SELECT 1 FROM allocation a WHERE a.unit = NEW.id AND NOT a.void AND (
      NOT a.period <@ daterange(NEW.valid_from, NEW.valid_until)
      OR (a.kind IN ('lease', 'hold', 'offer') AND NEW.kind = 'roadshow_hall')))
  THEN
    RAISE EXCEPTION 'the unit is taken on days that it would not live' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'unit_lives_while_taken', TABLE = 'unit';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION allocation_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  home unit%ROWTYPE;
BEGIN
  SELECT * INTO home FROM unit WHERE id = NEW.unit FOR NO KEY UPDATE;
  IF NOT FOUND OR NEW.void THEN
    RETURN NEW;  -- the foreign key answers the first, and nothing stands in the way of the second
  END IF;
  IF NEW.kind IN ('lease', 'hold', 'offer') AND home.kind = 'roadshow_hall' THEN
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
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="spaces", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GUARDS)

    manager.add_raw(run)
    return manager
