from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Service:
    title = "service"

    @classmethod
    def create(cls, secret):
        service = cls()
        service.configure(secret)
        return service.app

    def configure(self, secret):
        self.app = FastAPI(title=self.title)
        self.app.add_middleware(SessionMiddleware, secret_key=secret)

        @self.app.middleware("http")
        async def visits(request: Request, call_next):
            request.session["visits"] = request.session.get("visits", 0) + 1
            return await call_next(request)


app = Service.create("secret")


@app.get("/")
async def index():
    return {}
