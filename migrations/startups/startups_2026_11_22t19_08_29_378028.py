from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-22T19:08:29:378028"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="startups", description=DESCRIPTION)

    manager.drop_column(
        table_class_name="DegreeCertificate",
        tablename="company_certificate",
        column_name="document_id",
        db_column_name="document_id",
        schema=None,
    )

    manager.drop_column(
        table_class_name="IpAsset",
        tablename="company_ip_asset",
        column_name="document_id",
        db_column_name="document_id",
        schema=None,
    )

    return manager
