from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def shorten(values: dict) -> None:
    print({**values, "max_age": 60})


options = {"secret_key": "change-me", "max_age": 3600}

app = FastAPI()
app.add_middleware(SessionMiddleware, **options)

shorten(options)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
