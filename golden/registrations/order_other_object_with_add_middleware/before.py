from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Pipeline:
    """First added runs last, as it happens."""

    def __init__(self) -> None:
        self.layers: list[object] = []

    def add_middleware(self, layer: object, **options: object) -> None:
        self.layers.append(layer)

    def middleware(self, kind: str):
        return self.add_middleware


pipeline = Pipeline()
pipeline.add_middleware(SessionMiddleware, secret_key="k")


@pipeline.middleware("http")
async def count_visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


app = FastAPI()


@app.get("/")
def index() -> int:
    return len(pipeline.layers)
