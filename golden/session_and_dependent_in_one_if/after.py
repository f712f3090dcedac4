from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SECRET = "change-me"

app = FastAPI()


async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


if SECRET:
    print("sessions are on")
    app.middleware("http")(visits)
    app.add_middleware(SessionMiddleware, secret_key=SECRET)
else:
    print("sessions are off")


@app.get("/")
async def home(request: Request):
    return dict(request.session)
