from pydantic import BaseModel, ValidationError
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Options(BaseModel, frozen=True):
    key: str
    _max_age: int = 600


options = Options(key="change-me")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=options.key, max_age=options._max_age)
try:
    options._max_age = 300
except ValidationError:
    print("options stay as they are")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
