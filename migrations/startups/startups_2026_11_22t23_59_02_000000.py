"""One legal representative, nobody twice, and a search that finds a Chinese word of two characters."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "partial uniques, search, scope"

INDEXES = """
CREATE UNIQUE INDEX company_one_legal_representative ON company_person (company) WHERE legal_representative;
CREATE UNIQUE INDEX company_person_once ON company_person (company, fingerprint) WHERE fingerprint <> '';
CREATE UNIQUE INDEX company_account_once ON company_person (company, account_id) WHERE account_id IS NOT NULL;
CREATE INDEX company_words ON company USING gin (bigrams(words));
CREATE INDEX company_scope ON company (path text_pattern_ops);
CREATE INDEX company_by_name ON company (name_sort, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="startups", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(INDEXES)

    manager.add_raw(run)
    return manager
