"""The header contract holds on every answer."""

import httpx
import pytest
from litestar.datastructures import UploadFile

from parks.web.security import HEADERS


async def test_an_unknown_page_tells_nothing_and_keeps_the_header_contract(client: httpx.AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert answer.status_code == 404
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert len(answer.headers["x-request-id"]) == 16


@pytest.mark.parametrize("size", [10, 900_000])
async def test_an_upload_of_a_form_without_its_mark_is_closed(client: httpx.AsyncClient, size: int) -> None:
    """What no handler gets to see, no handler closes; an open one left behind is a warning, and so an error here."""
    opened: list[UploadFile] = []
    before = UploadFile.__init__

    def noted(self: UploadFile, *given: object, **named: object) -> None:
        before(self, *given, **named)  # type: ignore[arg-type]
        opened.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(UploadFile, "__init__", noted)
        answer = await client.post("/preferences", files={"file": ("a.pdf", b"x" * size)})
    assert answer.status_code == 403
    assert [one.file.closed for one in opened] == [True]
