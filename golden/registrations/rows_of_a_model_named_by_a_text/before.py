from pydantic import BaseModel, Field
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Panel(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.user = request.session.get("user")
        return await call_next(request)


async def home(request):
    return PlainTextResponse("ok")


KINDS = {"session": SessionMiddleware, "panel": Panel}


class Layer(BaseModel):
    kind: str
    options: dict = Field(default_factory=dict)
    outermost: bool = False


class Spec(BaseModel):
    layers: "list[Layer] | None"


spec = Spec.model_validate(
    {
        "layers": [
            {"kind": "session", "options": {"secret_key": "dev"}},
            {"kind": "panel", "outermost": True},
        ]
    }
)
app = Starlette(routes=[Route("/", home)])
for layer in spec.layers:
    entry = Middleware(KINDS[layer.kind], **layer.options)
    if layer.outermost:
        app.user_middleware.insert(0, entry)
    else:
        app.user_middleware.append(entry)
