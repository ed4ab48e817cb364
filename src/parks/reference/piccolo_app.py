from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="reference",
    migrations_folder_path=str(paths.MIGRATIONS / "reference"),
    table_classes=table_finder(["parks.reference.tables"], exclude_imported=True),
    migration_dependencies=["parks.adapters.piccolo_app"],
)
