from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="questionnaires",
    migrations_folder_path=str(paths.MIGRATIONS / "questionnaires"),
    table_classes=table_finder(["parks.questionnaires.tables"], exclude_imported=True),
    migration_dependencies=["parks.adapters.piccolo_app", "parks.identity.piccolo_app"],
)
