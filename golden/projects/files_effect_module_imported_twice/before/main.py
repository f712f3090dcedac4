import guards
from core import app
from starlette.middleware.sessions import SessionMiddleware

app.add_middleware(SessionMiddleware, secret_key="change-me")

from guards import count_visits  # noqa: E402

print(guards.count_visits is count_visits)
