from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie="short")
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie="long")


@app.get("/")
def index(request: Request) -> dict:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return dict(request.session)
