from core import app
from starlette.middleware.sessions import SessionMiddleware

import guards  # noqa: E402

app.add_middleware(SessionMiddleware, secret_key="change-me")

print(guards.__name__)
