from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Boolean
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-23T05:46:20:100918"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="programmes", description=DESCRIPTION)

    manager.add_column(
        table_class_name="OutcomeYear",
        tablename="outcome_year",
        column_name="operating",
        db_column_name="operating",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="OutcomeYear",
        tablename="outcome_year",
        constraint_name="outcome_year_operating_told",
        constraint_class=Check,
        params={"condition": "operating IS NULL OR reported_at IS NOT NULL"},
        schema=None,
    )

    return manager
