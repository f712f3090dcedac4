import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> dict:
    return {}


def check(number: int) -> None:
    assert number > 0


def test_check():
    with pytest.raises(AssertionError):
        check(0)
