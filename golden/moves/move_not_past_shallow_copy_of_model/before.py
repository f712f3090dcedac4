from pydantic import BaseModel
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Cookie(BaseModel):
    name: str = "sid"
    age: int = 60


class Settings(BaseModel):
    cookie: Cookie = Cookie()
    secret: str = "k" * 8


settings = Settings()
copied = settings.model_copy(update={"secret": "other"})

class LoginGate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=settings.secret, max_age=settings.cookie.age)
copied.cookie.age = 5
app.add_middleware(LoginGate)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
