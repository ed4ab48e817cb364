"""What a meeting keeps as it was: votes once their vote is closed, resolved items, stays that are over.

`parks_erasing()` comes with a later context, so it is asked inside the functions.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T09:07:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "votes, resolved items and attendance stay"

SQL = """
CREATE UNIQUE INDEX meeting_one_chair ON meeting_member (meeting) WHERE role = 'chair';
CREATE UNIQUE INDEX meeting_one_item_under_way ON meeting_item (meeting)
  WHERE stage IN ('presenting', 'answering', 'voting', 'counting', 'counted');
CREATE UNIQUE INDEX meeting_attendance_one_open ON meeting_attendance (member) WHERE left_at IS NULL;

CREATE FUNCTION meeting_vote_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT parks_erasing() AND NOT EXISTS (SELECT FROM meeting_item WHERE id = COALESCE(NEW.item, OLD.item) AND stage = 'voting') THEN
    RAISE EXCEPTION 'a vote changes only while the vote on its item is open'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'meeting_vote_in_time';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER meeting_vote_in_time BEFORE INSERT OR UPDATE OR DELETE ON meeting_vote
  FOR EACH ROW EXECUTE FUNCTION meeting_vote_in_time();

CREATE FUNCTION meeting_item_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF parks_erasing() THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'a resolved item stays as it was resolved'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'meeting_item_stays';
END $$;
CREATE TRIGGER meeting_item_stays BEFORE UPDATE OR DELETE ON meeting_item
  FOR EACH ROW WHEN (OLD.stage = 'resolved') EXECUTE FUNCTION meeting_item_stays();

CREATE FUNCTION meeting_attendance_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF parks_erasing() THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION 'who was there stays as it was noted'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'meeting_attendance_stays';
END $$;
CREATE TRIGGER meeting_attendance_stays BEFORE UPDATE ON meeting_attendance
  FOR EACH ROW WHEN (OLD.left_at IS NOT NULL) EXECUTE FUNCTION meeting_attendance_stays();
CREATE TRIGGER meeting_attendance_kept BEFORE DELETE ON meeting_attendance
  FOR EACH ROW EXECUTE FUNCTION meeting_attendance_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)
    manager.add_raw(_up)
    return manager


async def _up() -> None:
    await execute_script(SQL)
