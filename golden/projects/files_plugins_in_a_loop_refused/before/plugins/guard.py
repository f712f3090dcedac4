async def guard(request, call_next):
    request.session["n"] = 1
    return await call_next(request)


class Guard:
    def install(self, app):
        app.middleware("http")(guard)
