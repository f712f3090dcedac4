from components import Component, middleware
from coupons import Coupons
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class SessionComponent(Component):
    layer = SessionMiddleware
    options = {"secret_key": "x"}


class CouponComponent(Component):
    layer = Coupons


async def index(request):
    return PlainTextResponse(request.scope["coupon"])


app = Starlette(routes=[Route("/", index)], middleware=middleware())
