from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Key:
    def __init__(self, text):
        self.text = text
        self.uses = 0

    def __hash__(self):
        self.uses += 1
        return hash(self.text)

    def __eq__(self, other):
        return self.text == other.text


key = Key("abc")
spare = Key("abd")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=key.text + str(key.uses))
known = {key, spare}
print(len(known), "keys")


@app.middleware("http")
async def login_gate(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ann"
    return {"ok": True}


@app.get("/me")
async def me(request: Request):
    return {"user": request.session.get("user")}
