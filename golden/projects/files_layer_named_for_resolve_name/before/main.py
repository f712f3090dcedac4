from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware
from pydoc import locate
from pkgutil import resolve_name

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
for dotted in ["guards:AuthGuard"]:
    app.add_middleware(resolve_name(dotted))


@app.get("/")
def index(request: Request):
    return dict(request.session)
