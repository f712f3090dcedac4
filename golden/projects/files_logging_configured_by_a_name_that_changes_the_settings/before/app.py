import logging.config

import settings
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", https_only=not settings.debug)
logging.config.dictConfig(
    {
        "version": 1,
        "handlers": {"console": {"()": "loghandler.DebugHandler"}},
        "root": {"handlers": ["console"]},
    }
)


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
