from piccolo.conf.apps import AppConfig, table_finder

from parks import paths

APP_CONFIG = AppConfig(
    app_name="funds",
    migrations_folder_path=str(paths.MIGRATIONS / "funds"),
    table_classes=table_finder(
        [f"parks.funds.tables.{noun}" for noun in ("budgets", "commitments", "payments", "uses", "clawbacks")],
        exclude_imported=True,
    ),
    migration_dependencies=[
        "parks.adapters.piccolo_app",
        "parks.identity.piccolo_app",
        "parks.startups.piccolo_app",
        "parks.documents.piccolo_app",
    ],
)
