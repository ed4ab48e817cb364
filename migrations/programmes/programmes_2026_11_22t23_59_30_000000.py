"""Until when a call takes what, asked in one place; and what may still change of what was published or sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "deadlines, seals, rule sets for ever, and days that a settled calendar moves"

RULES = """
-- The one answer to "until when": the closing, the later one after reopening, and more time for one company.
CREATE FUNCTION call_deadline(of_call uuid, of_company uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT GREATEST(c.closes_at, c.reopened_until,
    (SELECT max(x.until) FROM call_extension x WHERE x.call = c.id AND x.company = of_company))
  FROM call c WHERE c.id = of_call
$$;

-- When the last company's time is over.
CREATE FUNCTION call_last_deadline(of_call uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT GREATEST(c.closes_at, c.reopened_until, (SELECT max(x.until) FROM call_extension x WHERE x.call = c.id))
  FROM call c WHERE c.id = of_call
$$;

CREATE UNIQUE INDEX waiver_one_a_rule ON waiver (application, rule) WHERE state <> 'refused';

CREATE TRIGGER rule_set_version_for_ever BEFORE UPDATE OR DELETE ON rule_set_version
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
CREATE TRIGGER call_extension_for_ever BEFORE UPDATE OR DELETE ON call_extension
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();
CREATE TRIGGER call_peek_for_ever BEFORE UPDATE OR DELETE ON call_peek
  FOR EACH ROW EXECUTE FUNCTION programmes_refuse();

CREATE FUNCTION waiver_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state <> 'asked'
    OR to_jsonb(NEW) - ARRAY['state', 'text', 'decided_by', 'decided_by_name', 'decided_at']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'text', 'decided_by', 'decided_by_name', 'decided_at'] THEN
    RAISE EXCEPTION 'a waiver is decided once and never rewritten' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER waiver_for_ever BEFORE UPDATE OR DELETE ON waiver FOR EACH ROW EXECUTE FUNCTION waiver_keep();

-- Of an opened call only its state, its count and a later closing may change; its parts not at all.
CREATE OR REPLACE FUNCTION call_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'an opened call is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'draft' AND (NEW.state = 'draft'
    OR to_jsonb(NEW) - ARRAY['state', 'numbered', 'reopened_until']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'numbered', 'reopened_until']) THEN
    RAISE EXCEPTION 'rules and dates of an opened call never change' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.numbered < OLD.numbered THEN
    RAISE EXCEPTION 'a number is given once' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION call_part_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM call WHERE id = COALESCE(NEW.call, OLD.call)) <> 'draft' THEN
    RAISE EXCEPTION 'tiers and materials of an opened call never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER call_tier_frozen BEFORE INSERT OR UPDATE OR DELETE ON call_tier
  FOR EACH ROW EXECUTE FUNCTION call_part_keep();
CREATE TRIGGER call_material_frozen BEFORE INSERT OR UPDATE OR DELETE ON call_material
  FOR EACH ROW EXECUTE FUNCTION call_part_keep();

-- A day reckoned by a year without its notice may be reckoned anew while it is still to come for somebody.
CREATE OR REPLACE FUNCTION correction_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.corrected_at IS NOT NULL
    OR to_jsonb(NEW) - ARRAY['corrected_at', 'due', 'provisional']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['corrected_at', 'due', 'provisional']
    OR (NOT OLD.provisional AND (NEW.due, NEW.provisional) IS DISTINCT FROM (OLD.due, OLD.provisional)) THEN
    RAISE EXCEPTION 'a letter that was sent never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION public_notice_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
    OR to_jsonb(NEW) - ARRAY['closed_at', 'last_day', 'provisional']
      IS DISTINCT FROM to_jsonb(OLD) - ARRAY['closed_at', 'last_day', 'provisional']
    OR (NOT OLD.provisional AND (NEW.last_day, NEW.provisional) IS DISTINCT FROM (OLD.last_day, OLD.provisional)) THEN
    RAISE EXCEPTION 'a notice that stands never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(RULES)

    manager.add_raw(run)
    return manager
