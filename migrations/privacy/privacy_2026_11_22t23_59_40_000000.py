"""What may be erased, and when alone: in the transaction in which a second person carries out a deletion report."""

from parks.adapters.database import execute_script
from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T23:59:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "kept for ever, but for a deletion report that is being carried out"

ERASING = """
-- True only while the report named by the session's own setting is carried out: it is done, by somebody else than who
-- proposed it (deletion_report_two_people), and that was decided in this very transaction.
CREATE FUNCTION parks_erasing() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF COALESCE(current_setting('parks.erasing', TRUE), '') = '' THEN
    RETURN FALSE;
  END IF;
  RETURN EXISTS (SELECT FROM deletion_report WHERE id::text = current_setting('parks.erasing', TRUE)
    AND state = 'done' AND decided_at = parks_now());
END $$;

DROP TRIGGER document_version_kept ON document_version;
CREATE TRIGGER document_version_kept BEFORE UPDATE OR DELETE ON document_version
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION document_version_keep();

DROP TRIGGER questionnaire_version_for_ever ON questionnaire_version;
CREATE TRIGGER questionnaire_version_for_ever BEFORE UPDATE OR DELETE ON questionnaire_version
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION questionnaire_refuse();
DROP TRIGGER questionnaire_answer_open ON questionnaire_answer;
CREATE TRIGGER questionnaire_answer_open BEFORE INSERT OR UPDATE OR DELETE ON questionnaire_answer
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION questionnaire_refuse_frozen();
DROP TRIGGER questionnaire_attachment_open ON questionnaire_attachment;
CREATE TRIGGER questionnaire_attachment_open BEFORE INSERT OR UPDATE OR DELETE ON questionnaire_attachment
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION questionnaire_refuse_frozen();

DROP TRIGGER assessment_stays ON assessment;
CREATE TRIGGER assessment_stays BEFORE UPDATE ON assessment
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION assessment_stays();

DROP TRIGGER submission_for_ever ON submission;
CREATE TRIGGER submission_for_ever BEFORE UPDATE OR DELETE ON submission
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION programmes_refuse();
DROP TRIGGER correction_for_ever ON correction;
CREATE TRIGGER correction_for_ever BEFORE UPDATE OR DELETE ON correction
  FOR EACH ROW WHEN (NOT parks_erasing()) EXECUTE FUNCTION correction_keep();

-- A report and its lines are the proof that is left: a decided one never changes, and none is ever deleted.
CREATE FUNCTION deletion_report_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' THEN
    RAISE EXCEPTION 'a decided deletion report never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deletion_report_for_ever BEFORE UPDATE OR DELETE ON deletion_report
  FOR EACH ROW EXECUTE FUNCTION deletion_report_keep();
CREATE UNIQUE INDEX deletion_report_one_waits ON deletion_report ((TRUE)) WHERE state = 'proposed';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="privacy", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(ERASING)

    manager.add_raw(run)
    return manager
