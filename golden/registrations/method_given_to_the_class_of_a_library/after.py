from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def enable_sessions(self, secret_key):
    self.add_middleware(SessionMiddleware, secret_key=secret_key)


FastAPI.enable_sessions = enable_sessions
app = FastAPI()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


app.enable_sessions("dev")
