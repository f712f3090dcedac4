import core
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

core.app.add_middleware(SessionMiddleware, secret_key="change-me")
core.app.add_middleware(VisitCounter)
app = core.app
