from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tenant(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tenant = request.session.get("tenant")
        return await call_next(request)


class Site(FastAPI):
    def setup(self):
        super().setup()
        self.add_middleware(Tenant)


app = Site()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {}
