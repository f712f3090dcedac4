from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


class Profile:
    def __init__(self, secret, ttl=3600):
        self.secret = secret
        self.ttl = ttl

    def with_secret(self, secret):
        return Profile(secret, self.ttl)

    def with_ttl(self, ttl):
        return Profile(self.secret, ttl)


app = FastAPI()
profile = Profile("").with_secret("k")
long_shift = profile.with_ttl(14 * 3600)
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=profile.secret, max_age=profile.ttl)
