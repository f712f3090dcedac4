from configparser import ConfigParser

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

config = ConfigParser()
config.read_string("[session]\nkey = key\n[mail]\nhost = localhost\n")

app = FastAPI()

config.add_section("cache")
config.set("cache", "size", "30")


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=config["session"]["key"])
