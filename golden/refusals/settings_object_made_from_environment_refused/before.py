from dotenv import load_dotenv
from fastapi import FastAPI, Request
from pydantic_settings import BaseSettings
from starlette.middleware.sessions import SessionMiddleware


class Settings(BaseSettings):
    secret: str = "secret"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=Settings().secret)

load_dotenv()


@app.middleware("http")
async def gate(request: Request, call_next):
    request.session["seen"] = True
    return await call_next(request)


@app.get("/")
async def index():
    return {}
