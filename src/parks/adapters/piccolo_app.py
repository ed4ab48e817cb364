"""What every context's tables stand on: extensions, the clock, Chinese search, the job queue."""

from piccolo.conf.apps import AppConfig

from parks import paths

APP_CONFIG = AppConfig(
    app_name="adapters",
    migrations_folder_path=str(paths.MIGRATIONS / "adapters"),
    table_classes=[],
    migration_dependencies=[],
)
