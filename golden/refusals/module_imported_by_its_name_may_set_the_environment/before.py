import importlib
import os
import sys
import tempfile
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


plugins = Path(tempfile.mkdtemp())
(plugins / "golden_plugin.py").write_text("import os\nos.environ['GOLDEN_SITE'] = 'strict'\n")
sys.path.insert(0, str(plugins))

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="k", same_site=os.getenv("GOLDEN_SITE", "lax"))
importlib.import_module("golden_plugin")
app.add_middleware(Guard)
