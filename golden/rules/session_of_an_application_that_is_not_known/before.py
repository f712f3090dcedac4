from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from made_elsewhere import site

app = FastAPI()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


site.application.add_middleware(SessionMiddleware, secret_key="dev")
