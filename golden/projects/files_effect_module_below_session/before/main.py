from core import app
from starlette.middleware.sessions import SessionMiddleware

app.add_middleware(SessionMiddleware, secret_key="change-me")

import guards  # noqa: E402

print(guards.__name__)
