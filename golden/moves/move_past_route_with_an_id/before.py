from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

made: list = []
other: list = []


def unique_id(route) -> str:
    other.append(route.name)
    return route.name


app = FastAPI(generate_unique_id_function=unique_id)
app.add_middleware(SessionMiddleware, secret_key="k" + "".join(made))


@app.get("/")
def index() -> dict:
    return {}


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)
