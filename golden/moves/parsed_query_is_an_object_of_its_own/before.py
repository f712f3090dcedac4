from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

url = urlsplit("https://k@shop.example/path?debug=1")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=url.username)
query = parse_qs(url.query)
query["debug"].append("2")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
