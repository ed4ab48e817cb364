"""What was published, answered or granted stays as it was."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:07:000000"
VERSION = "1.38.0"
DESCRIPTION = "notices, answers and awards for ever"

KEPT = """
CREATE FUNCTION public_notice_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
    OR to_jsonb(NEW) - 'closed_at' IS DISTINCT FROM to_jsonb(OLD) - 'closed_at' THEN
    RAISE EXCEPTION 'a notice that stands never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER public_notice_for_ever BEFORE UPDATE OR DELETE ON public_notice
  FOR EACH ROW EXECUTE FUNCTION public_notice_keep();

CREATE FUNCTION objection_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'filed'
    OR to_jsonb(NEW) - ARRAY['state', 'answer', 'decided_by', 'decided_at']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'answer', 'decided_by', 'decided_at'] THEN
    RAISE EXCEPTION 'an objection is answered once and never rewritten' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER objection_for_ever BEFORE UPDATE OR DELETE ON objection
  FOR EACH ROW EXECUTE FUNCTION objection_keep();

CREATE TRIGGER award_for_ever BEFORE UPDATE OR DELETE ON award
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
