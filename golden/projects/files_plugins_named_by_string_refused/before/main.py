from importlib import import_module

from fastapi import FastAPI, Request

app = FastAPI()
for plugin in ("plugins.sessions:setup", "plugins.security:setup"):
    *_, name = plugin.split(":")
    getattr(import_module(plugin.split(":")[0]), name)(app)


@app.get("/")
def index(request: Request):
    return dict(request.session)
