from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

# About the layers:
# the last one added is the outermost.

# Needed by count_visits.
app.add_middleware(SessionMiddleware, secret_key="k")

# Counting


@app.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


# Routes


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
