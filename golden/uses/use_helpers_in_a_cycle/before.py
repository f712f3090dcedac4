from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

PARENTS = {"editor": "reader", "reader": None}


def may(request, role):
    return role is not None and (has(request, role) or may_parent(request, role))


def may_parent(request, role):
    return may(request, PARENTS.get(role))


def has(request, role):
    return role in request.session.get("roles", [])


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def rights(request: Request, call_next):
    request.state.may_edit = may(request, "editor")
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return {"edit": request.state.may_edit}
