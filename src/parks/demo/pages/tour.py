"""`/demo`: step into anyone of the demo world, and read what there is to try."""

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Controller, Request, Response, get, post
from pydantic import BaseModel, Field

from parks.identity import actions, queries
from parks.identity.actions import Device
from parks.identity.queries import Signed
from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import _
from parks.settings import settings
from parks.web import access, peer, security
from parks.web.forms import blank, read
from parks.web.rendering import language_of, screen, see_other

if TYPE_CHECKING:
    from parks.demo.tour import Card

PAGE = "demo/show.html"
OPEN = access.public("invented people alone, and in the demo alone")


class StepIn(BaseModel):
    """`who` is the key of a card, `next` the page of one of its things to try."""

    who: Annotated[str, Field(max_length=40)]
    next: Annotated[str, Field(max_length=100)] = "/"


def _cards() -> "tuple[Card, ...]":
    from parks.demo.tour import CARDS  # the demo's world is read in a demo alone

    return CARDS


class DemoPages(Controller):
    path = "/demo"
    include_in_schema = False

    @get(opt={"access": OPEN}, name="demo:show")
    async def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        if not settings().demo:
            hidden()
        return screen(request, PAGE, cards=_cards(), form=blank())

    @post("/session", opt={"access": OPEN}, name="demo:session")
    async def step_in(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Into the person of a card, in the language of the page it was chosen on."""
        if not settings().demo:
            hidden()
        form = await read(request, StepIn)
        card = next((one for one in _cards() if form.ok and one.login.role == form.data.who), None) or hidden()
        person = await queries.person_at(card.login.email)
        if person is None:
            refusal = Invalid(_("This demo was started without its world: nobody lives here. Start it without --bare."))
            return screen(request, PAGE, status=422, cards=_cards(), form=form.refuse(refusal))
        if person.language != language_of(request):
            await actions.choose_language(await queries.actor(person.id), language_of(request))
        token = await actions.sign_in_as(person.id, device=_device(request), former=_session(request))
        onward = form.data.next if any(one.url == form.data.next for one in card.tries) else "/"
        answer = see_other(
            request, onward, _("You are {name} now. The way back to the others is “Demo” above.", name=person.name)
        )
        security.keep_session(answer, token)
        return answer


def _device(request: Request[Any, Any, Any]) -> Device:
    return Device(peer.address(request), request.headers.get("user-agent", ""))


def _session(request: Request[Any, Any, Any]) -> Any:
    return request.auth.session_id if isinstance(request.auth, Signed) else None
