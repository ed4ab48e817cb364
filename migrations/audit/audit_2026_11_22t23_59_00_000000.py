"""The chain, and the triggers that keep the trail append-only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "hash chain at commit, no update, no delete, no truncate"

CHAIN = """
CREATE INDEX audit_entry_subject_at ON audit_entry (subject_id, at DESC, id DESC);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON audit_link
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_no_truncate BEFORE TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- At COMMIT, one writer at a time: so the chain's order is the order of commits, and it holds up nobody before.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last audit_link%ROWTYPE;
  line text;
BEGIN
  PERFORM pg_advisory_xact_lock(7046532);
  SELECT * INTO last FROM audit_link ORDER BY position DESC LIMIT 1;
  SELECT concat_ws(E'\\x1f', e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor_id,
    e.actor_label, e.via, e.act, e.subject_id, e.request_id, e.detail::text) INTO line
    FROM audit_entry e WHERE e.id = NEW.id;
  INSERT INTO audit_link (position, entry_id, digest) VALUES (
    COALESCE(last.position, 0) + 1, NEW.id,
    sha256(COALESCE(last.digest, ''::bytea) || convert_to(line, 'UTF8')));
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_entry_chained AFTER INSERT ON audit_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="audit", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(CHAIN)

    manager.add_raw(run)
    return manager
