from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="notifications",
    migrations_folder_path=str(paths.MIGRATIONS / "notifications"),
    table_classes=table_finder(["parks.notifications.tables"], exclude_imported=True),
    migration_dependencies=["parks.identity.piccolo_app", "parks.programmes.piccolo_app"],
)
