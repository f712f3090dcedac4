from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from routes import routes

app = Starlette(routes=routes, middleware=[Middleware(SessionMiddleware, secret_key="change-me")])
