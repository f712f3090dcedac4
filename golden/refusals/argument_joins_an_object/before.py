from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

rev = [1]


class Version:
    def __iter__(self):
        return iter(str(rev[0]))


version = Version()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="".join(version))
rev[0] = 2


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
