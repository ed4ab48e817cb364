"""What an application can be after its award; what was signed stays as it was signed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:45:000000"
VERSION = "1.38.0"
DESCRIPTION = "the states after the award; agreements are kept from the first signature on"

KEPT = """
ALTER TABLE application DROP CONSTRAINT application_state;
ALTER TABLE application ADD CONSTRAINT application_state CHECK (
  state IN ('draft', 'submitted', 'park_review', 'city_review', 'province_review', 'recommended',
  'ministry_review', 'ranked', 'proposed', 'publicity', 'objection', 'awarded', 'not_selected',
  'not_recommended', 'returned_for_correction', 'ineligible', 'withdrawn', 'agreement', 'disbursed', 'tracking',
  'rectify', 'accepted', 'closed', 'clawed_back'));

CREATE FUNCTION agreement_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'in_force' THEN
    RAISE EXCEPTION 'an agreement in force never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.application <> OLD.application OR NEW.award <> OLD.award OR NEW.number <> OLD.number
    OR (OLD.state = 'signed' AND NEW.state <> 'drafted' AND (NEW.terms IS DISTINCT FROM OLD.terms
      OR NEW.digest <> OLD.digest OR NEW.company_by IS DISTINCT FROM OLD.company_by
      OR NEW.company_name <> OLD.company_name OR NEW.company_at IS DISTINCT FROM OLD.company_at)) THEN
    RAISE EXCEPTION 'what was signed never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agreement_kept BEFORE UPDATE OR DELETE ON agreement
  FOR EACH ROW EXECUTE FUNCTION agreement_keep();

CREATE FUNCTION outcome_year_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'verified' OR (NEW.agreement, NEW.year, NEW.promised_headcount,
    NEW.promised_revenue, NEW.promised_ip, NEW.promised_tax) IS DISTINCT FROM (OLD.agreement, OLD.year,
    OLD.promised_headcount, OLD.promised_revenue, OLD.promised_ip, OLD.promised_tax) THEN
    RAISE EXCEPTION 'a promise, and what was verified of it, never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER outcome_year_kept BEFORE UPDATE OR DELETE ON outcome_year
  FOR EACH ROW EXECUTE FUNCTION outcome_year_keep();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
