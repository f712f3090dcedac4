from fastapi import FastAPI
from layers import setup_layers
from sessions import setup_session

app = FastAPI()
admin = FastAPI()
setup_layers(app)
setup_session(app)
setup_session(admin)
app.mount("/admin", admin)


@app.get("/")
def home() -> dict:
    return {"ok": True}
