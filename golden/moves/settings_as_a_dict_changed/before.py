from dataclasses import asdict, dataclass, field

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


@dataclass
class Settings:
    secret: str
    keys: list[str] = field(default_factory=list)


settings = Settings(secret="key", keys=["old"])
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.keys[-1])
public = asdict(settings)
public["keys"].append("new")
public.pop("secret")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
