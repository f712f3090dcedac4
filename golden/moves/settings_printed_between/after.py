from dataclasses import dataclass

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


@dataclass(frozen=True)
class Settings:
    secret_key: str = "change-me"
    max_age: int = 3600


settings = Settings()

app = FastAPI()

print("session settings:", settings)
if settings.secret_key == "change-me":
    print("change the key", settings.secret_key, "before you go on line")


# 2. visits
@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


# 1. sessions
app.add_middleware(
    SessionMiddleware, secret_key=settings.secret_key, max_age=settings.max_age
)


# 3. pages
@app.get("/")
async def home(request: Request):
    return dict(request.session)
