from core import app


@app.middleware("http")
async def choose_language(request, call_next):
    request.session.setdefault("language", "en")
    return await call_next(request)
