from functools import partial

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from stacks import stack_for

make = partial(Starlette, debug=False)


async def home(request):
    return PlainTextResponse("ok")


app = make(routes=[Route("/", home)], middleware=stack_for("web"))
