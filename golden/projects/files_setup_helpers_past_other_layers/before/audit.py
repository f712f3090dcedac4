def setup_audit(app):
    @app.middleware("http")
    async def audit(request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)
