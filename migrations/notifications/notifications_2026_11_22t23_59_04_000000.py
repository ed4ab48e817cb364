"""How messages are found: a person's newest, a person's unread, and what waits to be sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders of the inbox and of the outbox"

ORDERS = """
CREATE INDEX message_of_person ON message (person, told_at DESC, id DESC);
CREATE INDEX message_unread ON message (person) WHERE read_at IS NULL;
CREATE INDEX message_unsent ON message (told_at) WHERE sent_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(ORDERS)

    manager.add_raw(run)
    return manager
