from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Cache(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        private = any("etag" in name for name in response.headers)
        response.headers["cache-control"] = "private" if private else "public"
        return response


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x")
app.add_middleware(Cache)


@app.middleware("http")
async def guard(request, call_next):
    request.session.get("user")
    return await call_next(request)
