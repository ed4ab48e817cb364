"""The ground: extensions, the shiftable clock, two-character Chinese search, the job queue's own tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

from parks.adapters.database import execute_script

ID = "2026-11-22T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "extensions, clock, search, queue"

GROUND = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- How far the demo's clock runs ahead: at most one row, and none outside a demo.
CREATE TABLE clock_shift (one boolean PRIMARY KEY CHECK (one), by interval NOT NULL);

CREATE FUNCTION parks_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT now() + COALESCE((SELECT by FROM clock_shift), interval '0')
$$;

-- The day in Beijing, by which all deadlines go.
CREATE FUNCTION parks_today() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (parks_now() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Trigrams cannot find a Chinese word of two characters: an index over pairs can.
-- WHERE bigrams(name) @> bigrams($1) AND name ILIKE '%' || $1 || '%'
CREATE FUNCTION bigrams(t text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT substr(lower(t), i, 2)) FROM generate_series(1, greatest(char_length(t) - 1, 1)) i
$$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="adapters", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GROUND)
        await execute_script(QueryBuilderEnvironment().build_install_query())

    manager.add_raw(run)
    return manager
