from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Site(FastAPI):
    use = FastAPI.add_middleware


app = Site()
app.use(SessionMiddleware, secret_key="dev")


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)
