"""The work list counts its rows in an index alone, without a look at the table."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T05:30:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "the work list is counted in its index"

# All that the scope predicate asks of an application (queries/scope.py) stands beside the order by state.
COUNTED = """
DROP INDEX application_by_state;
CREATE INDEX application_by_state ON application (state, submitted_at, id) INCLUDE (path, call, applicant)
  WHERE submitted_at IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(COUNTED)

    manager.add_raw(run)
    return manager
