from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(SessionMiddleware, secret_key="other", session_cookie="admin")


@app.get("/")
async def home(request: Request):
    request.session["seen"] = True
    return dict(request.session)
