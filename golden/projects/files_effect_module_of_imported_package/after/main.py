import shop.core
from shop.core import app
from starlette.middleware.sessions import SessionMiddleware

import shop.visits  # noqa: E402, F401

app.add_middleware(SessionMiddleware, secret_key=shop.core.SECRET_KEY)
