from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware


def create_app(secret: str = "k") -> FastAPI:
    """Build the application."""
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key=secret)

    @app.middleware("http")
    async def require_user(request: Request, call_next):
        if "user" not in request.session and request.url.path != "/login":
            return JSONResponse({"detail": "who are you?"}, status_code=401)
        return await call_next(request)

    @app.get("/")
    def index(request: Request) -> dict:
        return dict(request.session)

    return app
