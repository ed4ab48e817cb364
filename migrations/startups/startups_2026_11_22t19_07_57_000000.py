"""Owners may do everything; the documents of certificates and rights go where those of all lines stand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T19:07:57:000000"
VERSION = "1.38.0"
DESCRIPTION = "owners hold all rights; one place for documents of the record"

CARRIED = """
UPDATE company_member SET may_edit = TRUE, may_certify = TRUE, may_submit = TRUE WHERE role = 'owner';
ALTER TABLE company_member DROP CONSTRAINT company_member_role;
ALTER TABLE company_member ADD CONSTRAINT company_member_role CHECK (role IN ('owner', 'member'));
ALTER TABLE company_member ADD CONSTRAINT company_member_owner_holds_all
  CHECK (role <> 'owner' OR (may_edit AND may_certify AND may_submit));
ALTER TABLE company_member ADD CONSTRAINT company_member_holds_something
  CHECK (may_edit OR may_certify OR may_submit);

INSERT INTO record_document (id, company, noun, line, document, name, by_name, at)
SELECT gen_random_uuid(), t.company, t.noun, t.id, t.document_id, COALESCE(v.name, ''), t.by_name, t.at
FROM (SELECT company, 'certificates' AS noun, id, document_id, by_name, at FROM company_certificate
  UNION ALL SELECT company, 'rights', id, document_id, by_name, at FROM company_ip_asset) t
LEFT JOIN LATERAL (SELECT name FROM document_version WHERE document = t.document_id
  ORDER BY number DESC LIMIT 1) v ON TRUE
WHERE t.document_id IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="startups", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(CARRIED)

    manager.add_raw(run)
    return manager
