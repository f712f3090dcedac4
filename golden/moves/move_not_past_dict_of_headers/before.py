from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response, StreamingResponse


class Chunked(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        return StreamingResponse(response.body_iterator, headers=dict(response.headers))


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Chunked)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index(response: Response):
    response.set_cookie("theme", "dark")
    return {}
