"""What must never break: one live application each, what was sent or signed for ever, rules frozen at opening."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "one live application each; sent and signed for ever; frozen calls; the orders of the work list"

RULES = """
CREATE UNIQUE INDEX application_one_a_company ON application (call, company) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX application_one_a_person ON application (call, applicant) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX correction_one_open ON correction (application) WHERE corrected_at IS NULL;

-- The work list: where in the tree, and each order it can take, over what was sent.
CREATE INDEX application_scope ON application (path text_pattern_ops) WHERE submitted_at IS NOT NULL;
CREATE INDEX application_by_submitted ON application (submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX application_by_moved ON application (moved_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX application_by_number ON application (number, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX application_by_company ON application (company_name, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX application_by_state ON application (state, submitted_at, id) WHERE submitted_at IS NOT NULL;
CREATE INDEX application_words ON application USING gin (bigrams(words));

CREATE FUNCTION programmes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was sent or signed never changes' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER submission_for_ever BEFORE UPDATE OR DELETE ON submission
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
CREATE TRIGGER submission_receipt_for_ever BEFORE UPDATE OR DELETE ON submission_receipt
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
CREATE TRIGGER recommendation_opinion_for_ever BEFORE UPDATE OR DELETE ON recommendation_opinion
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();

CREATE FUNCTION correction_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.corrected_at IS NOT NULL
    OR to_jsonb(NEW) - 'corrected_at' IS DISTINCT FROM to_jsonb(OLD) - 'corrected_at' THEN
    RAISE EXCEPTION 'a letter that was sent never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER correction_for_ever BEFORE UPDATE OR DELETE ON correction
  FOR EACH ROW EXECUTE FUNCTION correction_keep();

CREATE FUNCTION call_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'an opened call is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'draft'
    AND to_jsonb(NEW) - 'state' - 'numbered' IS DISTINCT FROM to_jsonb(OLD) - 'state' - 'numbered' THEN
    RAISE EXCEPTION 'rules and dates of an opened call never change' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.numbered < OLD.numbered THEN
    RAISE EXCEPTION 'a number is given once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER call_frozen BEFORE UPDATE OR DELETE ON call FOR EACH ROW EXECUTE FUNCTION call_keep();

CREATE FUNCTION application_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.number IS NOT NULL AND (NEW.number IS DISTINCT FROM OLD.number
    OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.call <> OLD.call
    OR NEW.applicant <> OLD.applicant OR NEW.company <> OLD.company) THEN
    RAISE EXCEPTION 'a number, its moment and its applicant never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER application_numbered_for_ever BEFORE UPDATE ON application
  FOR EACH ROW EXECUTE FUNCTION application_keep();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(RULES)

    manager.add_raw(run)
    return manager
