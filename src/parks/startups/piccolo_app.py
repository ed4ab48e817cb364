from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="startups",
    migrations_folder_path=str(paths.MIGRATIONS / "startups"),
    table_classes=table_finder(["parks.startups.tables"], exclude_imported=True),
    migration_dependencies=["parks.identity.piccolo_app", "parks.documents.piccolo_app"],
)
