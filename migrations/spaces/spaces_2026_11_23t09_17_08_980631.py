from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check

ID = "2026-11-23T09:17:08:980631"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="spaces", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Allocation",
        tablename="allocation",
        column_name="outcome",
        db_column_name="outcome",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 20,
            "default": "",
            "null": False,
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

    manager.drop_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_hold_alone_expires",
        schema=None,
    )

    manager.drop_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_kind_known",
        schema=None,
    )

    manager.drop_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_park_has_no_tenant",
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_holds_and_offers_expire",
        constraint_class=Check,
        params={"condition": "(kind IN ('hold', 'offer')) = (expires_at IS NOT NULL)"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_kind_is_known",
        constraint_class=Check,
        params={"condition": "kind IN ('hold', 'offer', 'lease', 'own_use', 'closure')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_offer_to_somebody",
        constraint_class=Check,
        params={"condition": "kind <> 'offer' OR (company IS NOT NULL AND request IS NOT NULL)"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_outcome_known",
        constraint_class=Check,
        params={"condition": "outcome IN ('', 'accepted', 'declined', 'expired', 'withdrawn')"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_outcome_of_offers",
        constraint_class=Check,
        params={"condition": "outcome = '' OR (kind = 'offer' AND void)"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Allocation",
        tablename="allocation",
        constraint_name="allocation_park_has_nobody",
        constraint_class=Check,
        params={"condition": "kind IN ('lease', 'hold', 'offer') OR (company IS NULL AND request IS NULL)"},
        schema=None,
    )

    return manager
