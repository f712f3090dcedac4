from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRETS = ["k"]


def add_session(web: FastAPI, secrets: list) -> None:
    """Sessions for all pages."""
    print(f"sessions, signed with one of {len(secrets)} secrets")
    web.add_middleware(SessionMiddleware, secret_key=secrets[0])


app = FastAPI()
add_session(app, SECRETS)


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
