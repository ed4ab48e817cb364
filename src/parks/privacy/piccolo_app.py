from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="privacy",
    migrations_folder_path=str(paths.MIGRATIONS / "privacy"),
    table_classes=table_finder(["parks.privacy.tables"], exclude_imported=True),
    migration_dependencies=[
        "parks.identity.piccolo_app",
        "parks.documents.piccolo_app",
        "parks.questionnaires.piccolo_app",
        "parks.reviews.piccolo_app",
        "parks.programmes.piccolo_app",
        "parks.notifications.piccolo_app",
    ],
)
