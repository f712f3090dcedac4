from fastapi import FastAPI, Request
from starlette.responses import JSONResponse


async def home(request: Request):
    return JSONResponse({})


def optional_session(request):
    try:
        return request.session
    except AssertionError:
        return None


app = FastAPI()


@app.middleware("http")
async def greet(request, call_next):
    session = optional_session(request)
    request.state.user = (
        session.get("user") if session else request.headers.get("x-user")
    )
    return await call_next(request)


app.add_route("/", home)
