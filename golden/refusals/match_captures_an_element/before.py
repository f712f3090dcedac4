from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

rows = [{"secret": "k1"}, {"secret": "k2"}]
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=rows[0]["secret"])
match rows:
    case [first, *rest]:
        first["secret"] = "k3"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
