"""What is real stays for ever, what was rehearsed can be wiped: told apart by the rehearsal's own key."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "rehearsals can be wiped, and nothing else"

RULES = """
CREATE OR REPLACE FUNCTION questionnaire_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'questionnaire' AND to_jsonb(OLD) ->> 'key' LIKE 'rehearsal.%' THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'questionnaire_version' AND EXISTS (
    SELECT FROM questionnaire_sheet s JOIN questionnaire q ON q.id = s.questionnaire
    WHERE s.id = (to_jsonb(OLD) ->> 'sheet')::uuid AND q.key LIKE 'rehearsal.%') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'what was published or frozen never changes' USING ERRCODE = 'restrict_violation';
END $$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="questionnaires", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(RULES)

    manager.add_raw(run)
    return manager
