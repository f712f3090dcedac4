from configparser import ConfigParser

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

config = ConfigParser({"max_age": "100"})
config.read_string("[session]\nmax_age = 50")
other = ConfigParser()
section = config["session"]

app = FastAPI()
other.read("local.ini")


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="key", max_age=section.getint("max_age"))
