from dataclasses import FrozenInstanceError, dataclass

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

@dataclass(frozen=True)
class Cookie:
    secret: str
    same_site: str = "lax"


def try_to_set(options, **changes):
    for name, value in changes.items():
        try:
            setattr(options, name, value)
        except FrozenInstanceError:
            print("kept", name)


cookie = Cookie("s3cret")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=cookie.secret, same_site=cookie.same_site)
try_to_set(cookie, same_site="none")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
