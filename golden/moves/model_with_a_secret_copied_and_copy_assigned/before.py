from fastapi import FastAPI, Request
from pydantic import BaseModel, SecretStr
from starlette.middleware.sessions import SessionMiddleware


class Settings(BaseModel):
    secret: SecretStr = SecretStr("key")
    cookie: str = "sid"


settings = Settings()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret.get_secret_value(), session_cookie=settings.cookie)
admin = settings.model_copy(update={"cookie": "admin"})
admin.cookie = admin.cookie.upper()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
