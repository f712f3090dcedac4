from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def keep(app, **values):
    for name, value in values.items():
        setattr(app.state, name, value)


app = FastAPI()
app.state.secret = "s3cret"
app.add_middleware(SessionMiddleware, secret_key=app.state.secret)
keep(app, secret="v2")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
