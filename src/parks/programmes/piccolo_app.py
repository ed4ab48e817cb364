from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

NOUNS = (
    "rule_sets",
    "calls",
    "applications",
    "ladder",
    "waivers",
    "selections",
    "notices",
    "exports",
    "awards",
    "agreements",
    "imports",
)

APP_CONFIG = AppConfig(
    app_name="programmes",
    migrations_folder_path=str(paths.MIGRATIONS / "programmes"),
    table_classes=table_finder(
        [f"parks.programmes.tables.{noun}" for noun in NOUNS],
        exclude_imported=True,
    ),
    migration_dependencies=[
        "parks.adapters.piccolo_app",
        "parks.identity.piccolo_app",
        "parks.questionnaires.piccolo_app",
        "parks.startups.piccolo_app",
        "parks.documents.piccolo_app",
        "parks.reviews.piccolo_app",
        "parks.funds.piccolo_app",
    ],
)
