from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")

HINT = """
@app.middleware("http")
async def gate(request, call_next):
    return request.session["user"]
"""

# @app.middleware("http")
# async def gate(request, call_next):
#     return request.session["user"]


async def gate(request: Request, call_next):
    return request.session["user"]


@app.get("/")
def index(request: Request) -> dict:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return dict(request.session)
