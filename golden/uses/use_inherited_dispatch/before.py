from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class CounterBase(BaseHTTPMiddleware):
    key = "count"

    async def dispatch(self, request, call_next):
        request.session[self.key] = request.session.get(self.key, 0) + 1
        return await call_next(request)


class PageCounter(CounterBase):
    key = "pages"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(PageCounter)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
