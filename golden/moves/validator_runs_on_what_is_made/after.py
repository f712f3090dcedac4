from pydantic import BaseModel, model_validator

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Settings(BaseModel):
    env: str = "dev"
    cookie: str = ""
    age: int = 60

    @model_validator(mode="after")
    def derive(self):
        self.cookie = f"{self.env}_{self.age}"
        return self


settings = Settings()
app = FastAPI()
print(settings.env)
printed = Settings(env="test").model_dump()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x", session_cookie=settings.cookie)
