from sessions import DONE


def setup_layers(app):
    limit = len(DONE)

    @app.middleware("http")
    async def count_visits(request, call_next):
        request.session["visits"] = limit
        return await call_next(request)
