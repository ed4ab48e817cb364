"""One open invitation a subject and person; an answer is given once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T19:05:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "one open invitation a subject and person; answered once"

RULES = """
CREATE UNIQUE INDEX invitation_open_once ON invitation (subject_id, person) WHERE reply = 'open';

CREATE FUNCTION invitation_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.reply <> 'open' OR to_jsonb(NEW) - ARRAY['reply', 'replied_at']
    IS DISTINCT FROM to_jsonb(OLD) - ARRAY['reply', 'replied_at'] THEN
    RAISE EXCEPTION 'an invitation is answered once and never rewritten' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invitation_answered_once BEFORE UPDATE ON invitation
  FOR EACH ROW EXECUTE FUNCTION invitation_answered_once();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(RULES)

    manager.add_raw(run)
    return manager
