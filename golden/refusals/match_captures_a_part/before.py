from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

tree = {"name": "shop", "session": {"secret": "plain"}, "rows": [{"secret": "k1"}]}
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=tree["session"]["secret"])
match tree:
    case {"session": {"secret": str()} as part}:
        part["secret"] = "changed"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
