from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from telemetry import instrumented

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app = instrumented(app)


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)
