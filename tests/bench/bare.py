"""The bare page that ours are compared with: Litestar, asyncpg, one join, 50 rows, compiled Jinja, and nothing else.

It asks nobody who they are, counts nothing, translates nothing and has no header, menu or filters: what is left when
everything that makes Parks is taken away. Same server, same PostgreSQL, same table, same rows, frozen after start.
"""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
from jinja2 import Environment
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.enums import MediaType

SQL = """
    SELECT a.id, a.number, a.company_name, a.project_title, a.applicant_name, o.name_zh AS park, a.state, a.submitted_at
    FROM application a JOIN organisation o ON o.id = a.park
    WHERE a.submitted_at IS NOT NULL ORDER BY a.submitted_at DESC, a.id DESC LIMIT 50
"""


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M}"


_ENVIRONMENT = Environment(autoescape=True)
_ENVIRONMENT.filters["moment"] = _moment
TEMPLATE = _ENVIRONMENT.from_string("""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>申报</title></head>
<body>
<h1>申报</h1>
<table>
<thead><tr><th>编号</th><th>企业</th><th>项目</th><th>申报人</th><th>园区</th><th>状态</th><th>提交时间</th></tr></thead>
<tbody>
{% for row in rows %}
<tr><td><a href="/applications/{{ row.id }}">{{ row.number }}</a></td><td>{{ row.company_name }}</td>
<td>{{ row.project_title }}</td><td>{{ row.applicant_name }}</td><td>{{ row.park }}</td><td>{{ row.state }}</td>
<td>{{ row.submitted_at | moment }}</td></tr>
{% endfor %}
</tbody>
</table>
</body>
</html>
""")


@get("/bare")
async def bare(state: State) -> Response[str]:
    async with state.pool.acquire() as connection:
        rows = await connection.fetch(SQL)
    return Response(TEMPLATE.render(rows=rows), media_type=MediaType.HTML)


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["PARKS_DATABASE_URL"], min_size=2, max_size=10, reset=_keep)
    gc.collect()
    gc.freeze()
    yield
    await app.state.pool.close()


async def _keep(_connection: Any) -> None:
    """No reset round trip, as Parks has none."""


application = Litestar(route_handlers=[bare], lifespan=[lifespan], openapi_config=None, logging_config=None)
