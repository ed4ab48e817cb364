from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

NOUNS = (
    "pool",
    "applications",
    "rubrics",
    "rounds",
    "desk",
    "invitations",
    "draws",
    "assignments",
    "conflicts",
    "imports",
    "fees",
    "evaluations",
    "letters",
    "mark_queries",
    "meetings",
)

APP_CONFIG = AppConfig(
    app_name="reviews",
    migrations_folder_path=str(paths.MIGRATIONS / "reviews"),
    table_classes=table_finder([f"parks.reviews.tables.{noun}" for noun in NOUNS], exclude_imported=True),
    migration_dependencies=["parks.adapters.piccolo_app", "parks.identity.piccolo_app", "parks.documents.piccolo_app"],
)
