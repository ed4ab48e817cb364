"""A sheet of one application, read and not confirmed."""

from uuid import UUID

from parks.adapters.sheets import Row
from parks.demo import fictions
from parks.kernel.actor import Actor
from parks.programmes.actions import imports
from parks.programmes.queries import imports as queries
from parks.programmes.rules.import_files import template


async def run(officer: Actor, call_id: UUID) -> UUID:
    of = await queries.ground(officer, call_id)
    cells = {
        "company.uscc": fictions.uscc(4711),
        "company.name_zh": "澄湖纸件科技有限公司",
        "applicant.name": "纸件申报人",
        "applicant.email": "paper@parks.test",
        "park.code": next(iter(of.parks)),
    }
    return await imports.read_in(officer, call_id, "纸质申报.xlsx", template(of.columns, [], [Row(3, cells)]))
