from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
admin = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
admin.add_middleware(SessionMiddleware, secret_key="other", session_cookie="a")


@app.get("/")
@admin.get("/")
async def home(request: Request):
    request.session["seen"] = True
    return dict(request.session)
