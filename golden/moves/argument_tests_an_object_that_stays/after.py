from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

rev = [1]


class Version:
    def __bool__(self):
        return rev[0] > 1


version = Version()
app = FastAPI()
first = rev[0]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k", https_only=bool(version))


@app.get("/")
def index() -> dict:
    return {}
