from contextvars import ContextVar, copy_context

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


tenant = ContextVar("tenant", default="main")
SECRETS = {"main": "one", "reports": "two"}


def tenant_secret():
    return SECRETS[tenant.get()]


def reports_secret():
    tenant.set("reports")
    return tenant_secret()


app = Starlette()
app.state.reports_key = copy_context().run(reports_secret)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=tenant_secret())
