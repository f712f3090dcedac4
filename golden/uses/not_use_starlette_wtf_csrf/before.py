from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette_wtf import CSRFProtectMiddleware, csrf_protect

app = Starlette()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(CSRFProtectMiddleware, csrf_secret="other")


@csrf_protect
async def form(request):
    return request.session.get("csrf_token")


app.add_route("/", form, methods=["GET", "POST"])
