from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Query:
    built: list = []
    asked: list = []

    def items(self):
        Query.built.append("next")
        return [("next", "/")]
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k" + "".join(Query.built))
login = "/login?" + urlencode(Query())


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
