from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

NOUNS = (
    "estate",
    "lineage",
    "requests",
    "allocations",
    "waiting",
    "leases",
    "incubations",
    "rooms",
    "scenarios",
    "services",
)

APP_CONFIG = AppConfig(
    app_name="spaces",
    migrations_folder_path=str(paths.MIGRATIONS / "spaces"),
    table_classes=table_finder([f"parks.spaces.tables.{noun}" for noun in NOUNS], exclude_imported=True),
    migration_dependencies=["parks.identity.piccolo_app", "parks.startups.piccolo_app"],
)
