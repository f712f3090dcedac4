from chirp import App, Request
from chirp.middleware.sessions import SessionConfig, SessionMiddleware

app = App()
app.add_middleware(SessionMiddleware(SessionConfig(secret_key="change-me")))


async def visits(request: Request, next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await next(request)


app.add_middleware(visits)
