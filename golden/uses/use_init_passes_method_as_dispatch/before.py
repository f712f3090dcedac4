from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app, dispatch=self.gate)

    async def gate(self, request, call_next):
        if request.session.get("banned"):
            return JSONResponse({"detail": "no"}, status_code=403)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Gate)


@app.get("/")
async def home(request: Request):
    return {"ok": True}
