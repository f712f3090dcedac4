from starlette.middleware.sessions import SessionMiddleware


class Sessions(SessionMiddleware):
    pass
