from pydantic import BaseModel, ConfigDict, ValidationError
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

class Options(BaseModel):
    model_config = ConfigDict(frozen=False)

    key: str
    max_age: int = 600


options = Options(key="change-me")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=options.key, max_age=options.max_age)
try:
    options.max_age = 300
except ValidationError:
    print("options stay as they are")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
