from configparser import ConfigParser

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

config = ConfigParser()
config.read_string("[session]\nmax_age = 100\n[log]\nlevel = 3")
other = ConfigParser()
section = config["session"]

app = FastAPI()
config.set("log", "level", "5")


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="key", max_age=section.getint("max_age"))
