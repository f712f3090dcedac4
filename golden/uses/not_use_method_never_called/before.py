from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Locale(BaseHTTPMiddleware):
    @staticmethod
    def remember(request, locale):
        request.session["locale"] = locale

    async def dispatch(self, request, call_next):
        request.state.locale = request.headers.get("accept-language", "en")[:2]
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Locale)


@app.get("/")
async def home(request: Request):
    Locale.remember(request, request.state.locale)
    return dict(request.session)
