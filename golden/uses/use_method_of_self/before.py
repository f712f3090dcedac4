from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    def _who(self, request):
        return request.session.get("user")

    async def dispatch(self, request, call_next):
        if request.url.path != "/" and self._who(request) is None:
            return JSONResponse({"detail": "no"}, status_code=401)
        request.state.user = self._who(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Gate)


@app.get("/")
async def home(request: Request):
    return {"user": request.state.user}
