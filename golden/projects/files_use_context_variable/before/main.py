from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from middleware import bind_request

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.middleware("http")(bind_request)


@app.get("/")
def index(request: Request):
    return {"user": request.state.user}
