"""What is published or frozen never changes: the database says so, whoever asks."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "published forms and taken versions are for ever; a frozen sheet takes no answer"

LOCKS = """
CREATE FUNCTION questionnaire_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was published or frozen never changes' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER questionnaire_for_ever BEFORE UPDATE OR DELETE ON questionnaire
  FOR EACH ROW EXECUTE FUNCTION questionnaire_refuse();
CREATE TRIGGER questionnaire_version_for_ever BEFORE UPDATE OR DELETE ON questionnaire_version
  FOR EACH ROW EXECUTE FUNCTION questionnaire_refuse();

CREATE FUNCTION questionnaire_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM questionnaire_sheet s
    WHERE s.state = 'frozen' AND s.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.sheet ELSE NEW.sheet END) THEN
    RAISE EXCEPTION 'the sheet is frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER questionnaire_answer_open BEFORE INSERT OR UPDATE OR DELETE ON questionnaire_answer
  FOR EACH ROW EXECUTE FUNCTION questionnaire_refuse_frozen();
CREATE TRIGGER questionnaire_attachment_open BEFORE INSERT OR UPDATE OR DELETE ON questionnaire_attachment
  FOR EACH ROW EXECUTE FUNCTION questionnaire_refuse_frozen();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="questionnaires", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
