from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Route


class RememberLast(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        request.session["last"] = request.url.path
        return response


def index(request):
    return JSONResponse({"last": request.session.get("last")})


app = Starlette(routes=[Route("/", index)])
app.add_middleware(RememberLast)
app.add_middleware(SessionMiddleware, secret_key="k")
