import os

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

config = {"key": "a"}


def keep(target, **options):
    for name, value in options.items():
        target[name] = value


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config["key"])

keep(config, **{os.environ.get("SHOP_OPTION", "host"): "b"})


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)
