"""What a table declaration cannot say: addresses differ by more than case, one live appointment, paths that hold."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "unique address, one live appointment, the tree's paths"

LOCKS = """
CREATE UNIQUE INDEX person_email_once ON person (lower(email));
CREATE INDEX person_name_pairs ON person USING gin (bigrams(name));
CREATE UNIQUE INDEX appointment_live_once ON appointment (person, role, organisation) WHERE ended_at IS NULL;
CREATE INDEX organisation_path_under ON organisation (path text_pattern_ops);
CREATE INDEX sign_in_try_account ON sign_in_try (account, at);
CREATE INDEX sign_in_try_ip ON sign_in_try (ip, at);

-- A place in the tree is its parent's place and its own code, always ending in a slash; it never moves, for rows
-- of every context carry it.
CREATE FUNCTION organisation_path_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.path, NEW.kind) IS DISTINCT FROM (OLD.path, OLD.kind) THEN
    RAISE EXCEPTION 'an organisation keeps its path and kind' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.path <> COALESCE((SELECT path FROM organisation WHERE id = NEW.parent), '/') || NEW.code || '/' THEN
    RAISE EXCEPTION 'path % is not that of its parent and code', NEW.path
      USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_path_holds';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER organisation_path_holds BEFORE INSERT OR UPDATE ON organisation
  FOR EACH ROW EXECUTE FUNCTION organisation_path_holds();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="identity", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
