"""What all tables hold, so that two looks can be compared."""

from parks.adapters import database

NOTED = {"session": ("seen_at",), "api_key": ("used_at",), "message": ("read_at",)}
"""What a look may leave behind: that somebody was here, and that a message was opened."""

MADE_ON_FIRST_SIGHT = {"submission_receipt", "document", "audit_event"}
"""A receipt's PDF is set when it is first opened, kept, and entered in the trail (programmes/actions/receipts.py)."""


async def of_the_world() -> dict[str, str]:
    """Table → a checksum over all its rows."""
    names = await database.rows(
        "SELECT relname AS name FROM pg_stat_user_tables WHERE relname <> ALL($1) ORDER BY 1", list(MADE_ON_FIRST_SIGHT)
    )
    sums = {}
    for (name,) in names:
        left_out = " - ".join(["to_jsonb(t)", *(f"'{column}'" for column in NOTED.get(name, ()))])
        sums[name] = await database.value(
            f"SELECT md5(coalesce(string_agg(({left_out})::text, ';' ORDER BY ({left_out})::text), ''))"
            f' FROM "{name}" t'
        )
    return sums
