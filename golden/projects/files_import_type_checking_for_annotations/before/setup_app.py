from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.sessions import SessionMiddleware

if TYPE_CHECKING:
    from fastapi import FastAPI, Request


def setup_session(app: FastAPI) -> None:
    app.add_middleware(SessionMiddleware, secret_key="change-me")


def setup_counter(app: FastAPI) -> None:
    @app.middleware("http")
    async def count(request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)
