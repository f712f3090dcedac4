from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
found = False
for layer in app.user_middleware:
    if layer.cls is SessionMiddleware:
        found = True
        break
if not found:
    app.add_middleware(SessionMiddleware, secret_key="other")


@app.get("/")
def home() -> dict:
    return {"ok": True}
