from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Names(dict):
    def __missing__(self, key):
        return key


names = Names(shop="Shop")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="_".join(sorted(names)))
title = "{shop} of {owner}".format_map(names)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
