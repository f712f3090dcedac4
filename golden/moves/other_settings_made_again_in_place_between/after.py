from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from pydantic import BaseModel


class Settings(BaseModel):
    secret: str = "first"


settings = Settings()
other = Settings()

app = FastAPI()

other.__init__(secret="second")


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=settings.secret)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
