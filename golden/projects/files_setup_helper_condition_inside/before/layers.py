def setup_layers(app):
    @app.middleware("http")
    async def count_visits(request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)
