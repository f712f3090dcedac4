from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

try:
    from fast_core import app
except ImportError:
    from core import app

app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)
