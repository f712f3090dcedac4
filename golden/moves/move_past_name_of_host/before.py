import socket
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k" * 32, max_age=int(socket.getdefaulttimeout() or 60))
host = socket.gethostname()


@app.middleware("http")
async def login_gate(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
