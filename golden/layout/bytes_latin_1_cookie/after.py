# -*- coding: latin-1 -*-
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI(title="Café")


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


# Clé secrète : à changer
app.add_middleware(SessionMiddleware, secret_key="clé")  # voilà


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
