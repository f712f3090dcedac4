from pydantic import BaseModel, ConfigDict, model_validator

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings(BaseModel):
    model_config = ConfigDict(validate_assignment=False)
    debug: bool = False
    age: int = 60

    @model_validator(mode="before")
    @classmethod
    def shorten(cls, data):
        return {**data, "age": 5} if data.get("debug") else data


settings = Settings()
app = FastAPI()
settings.debug = True


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x", max_age=settings.age)
