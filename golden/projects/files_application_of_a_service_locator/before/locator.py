from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

_services = {}


async def home(request):
    return PlainTextResponse("ok")


def web():
    return Starlette(routes=[Route("/", home)])


_factories = {"web": web}


def get(name):
    try:
        return _services[name]
    except KeyError:
        return _services.setdefault(name, _factories[name]())
