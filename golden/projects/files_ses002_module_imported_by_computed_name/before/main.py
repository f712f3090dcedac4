import importlib
from pathlib import Path

from core import app


def load_plugins():
    for path in sorted(Path(__file__).parent.glob("plugin_*.py")):
        importlib.import_module(path.stem)


@app.middleware("http")
async def count_visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


load_plugins()


@app.get("/")
def home():
    return {}
