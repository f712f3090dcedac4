from starlette.middleware.sessions import SessionMiddleware

import locator


def enable():
    locator.get("web").add_middleware(SessionMiddleware, secret_key="change-me")
