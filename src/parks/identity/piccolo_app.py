from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="identity",
    migrations_folder_path=str(paths.MIGRATIONS / "identity"),
    table_classes=table_finder(["parks.identity.tables"], exclude_imported=True),
    migration_dependencies=["parks.adapters.piccolo_app", "parks.audit.piccolo_app"],
)
