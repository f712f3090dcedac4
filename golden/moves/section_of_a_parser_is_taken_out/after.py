import configparser

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

PARSER = configparser.ConfigParser()
PARSER.read_string("[session]\nkey = change-me\n[mail]\nhost = localhost\n")

app = FastAPI()
PARSER.remove_section("mail")


@app.middleware("http")
async def count(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=PARSER.get("session", "key", fallback="none"))


@app.get("/")
async def home(request: Request):
    return dict(request.session)
