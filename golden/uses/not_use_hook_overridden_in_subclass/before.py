from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    def allows(self, request):
        return not request.session.get("banned")

    async def dispatch(self, request, call_next):
        if not self.allows(request):
            return JSONResponse({"detail": "no"}, status_code=401)
        return await call_next(request)


class KeyGate(Gate):
    def allows(self, request):
        return request.headers.get("x-key") != "stolen"


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(KeyGate)


@app.get("/")
async def home(request: Request):
    request.session["seen"] = True
    return {"ok": True}
