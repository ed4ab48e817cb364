"""One taker a room and moment, whoever writes and however (docs/adr/0091)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T11:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one taker a room and moment; rooms lock for every writer; only bookable units are booked"

GUARDS = """
ALTER TABLE booking ADD COLUMN during tstzrange GENERATED ALWAYS AS (tstzrange(starts, ends)) STORED;

ALTER TABLE booking ADD CONSTRAINT booking_one_at_a_time
  EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (state IN ('asked', 'confirmed'));

-- Two writers who insert first and compare afterwards would wait for each other until one is shot as a deadlock.
-- So every writer, our actions and plain SQL alike, takes the room first.
CREATE FUNCTION booking_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM bookable_room WHERE id = NEW.room FOR NO KEY UPDATE;
  RETURN NEW;
END $$;

CREATE TRIGGER booking_guarded BEFORE INSERT OR UPDATE ON booking FOR EACH ROW EXECUTE FUNCTION booking_guard();

CREATE FUNCTION bookable_room_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM unit u WHERE u.id = NEW.unit AND u.kind = 'roadshow_hall') THEN
    RAISE EXCEPTION 'this kind of unit is let, not booked' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'bookable_room_unit_is_booked', TABLE = 'bookable_room';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER bookable_room_guarded BEFORE INSERT OR UPDATE ON bookable_room
  FOR EACH ROW EXECUTE FUNCTION bookable_room_guard();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="spaces", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GUARDS)

    manager.add_raw(run)
    return manager
