from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from pydantic import BaseModel, ConfigDict, computed_field, model_validator


class Member(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    request: object

    @computed_field
    @property
    def name(self) -> str:
        return str(self.request.session.get("name"))


class Visits(BaseModel):
    count: int = 0

    @model_validator(mode="before")
    @classmethod
    def read(cls, data):
        return {"count": data["request"].session.get("count", 0)}


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    request.state.member = Member(request=request).model_dump(include={"name"})
    request.state.visits = Visits(request=request)
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
