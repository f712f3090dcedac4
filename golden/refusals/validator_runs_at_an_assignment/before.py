from pydantic import BaseModel, model_validator

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Config(BaseModel, validate_assignment=True):
    env: str = "dev"
    cookie: str = "dev_session"

    @model_validator(mode="after")
    def follow(self):
        self.__dict__["cookie"] = f"{self.env}_session"
        return self


config = Config()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=config.cookie)
config.env = "prod"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
