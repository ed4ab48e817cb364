"""What pairs cost to make, told to the planner: it reads them out of an index rather than make them row by row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T05:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the cost of bigrams"

# A hundred signs take about 0.1 ms, a thousand times and more what `position` takes; plpgsql's default says 100.
TOLD = "ALTER FUNCTION bigrams(text) COST 5000;"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="adapters", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(TOLD)

    manager.add_raw(run)
    return manager
