import importlib
import pkgutil

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import layers


async def home(request):
    return PlainTextResponse("ok")


app = Starlette(routes=[Route("/", home)])
for info in pkgutil.iter_modules(layers.__path__):
    importlib.import_module(f"layers.{info.name}").setup(app)
