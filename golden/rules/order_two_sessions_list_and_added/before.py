from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route


def index(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return JSONResponse(request.session)


app = Starlette(
    routes=[Route("/", index)],
    middleware=[Middleware(SessionMiddleware, secret_key="list")],
)
app.add_middleware(SessionMiddleware, secret_key="added")
