from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware


class SessionMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.session = {"connection": "db"}
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware)


@app.middleware("http")
async def log_path(request: Request, call_next):
    session = {"path": request.url.path}
    response = await call_next(request)
    response.headers["x-path"] = session["path"]
    return response


@app.get("/")
def index(request: Request) -> dict:
    return request.state.session
