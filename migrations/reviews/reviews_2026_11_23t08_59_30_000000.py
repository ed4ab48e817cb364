"""What a fee is for and how much never changes; once it is paid or refused, nothing of it does."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T08:59:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "fees stay as they fell due"

KEPT = """
CREATE FUNCTION expert_fee_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state IN ('paid', 'refused')
     OR (NEW.seat, NEW.expert, NEW.review_round, NEW.amount, NEW.currency, NEW.entered_by)
        IS DISTINCT FROM (OLD.seat, OLD.expert, OLD.review_round, OLD.amount, OLD.currency, OLD.entered_by) THEN
    RAISE EXCEPTION 'a fee stays as it fell due, and a settled one as it is'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'expert_fee_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER expert_fee_stays BEFORE UPDATE OR DELETE ON expert_fee
  FOR EACH ROW EXECUTE FUNCTION expert_fee_stays();

CREATE FUNCTION round_fee_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM expert_fee WHERE review_round = OLD.review_round) THEN
    RAISE EXCEPTION 'the rate of a round stands once a fee is due'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'round_fee_stays';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER round_fee_stays BEFORE UPDATE OR DELETE ON round_fee
  FOR EACH ROW EXECUTE FUNCTION round_fee_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(KEPT)

    manager.add_raw(run)
    return manager
