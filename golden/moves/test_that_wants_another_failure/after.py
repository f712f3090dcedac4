import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.middleware.sessions import SessionMiddleware


def test_guard_needs_a_session():
    app = FastAPI()

    @app.middleware("http")
    async def guard(request: Request, call_next):
        request.session.get("user")
        return await call_next(request)

    app.add_middleware(SessionMiddleware, secret_key="k")

    with pytest.raises(ValueError):
        int("x")
