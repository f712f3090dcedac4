from importlib.metadata import EntryPoint

from fastapi import FastAPI

EXTENSIONS = [
    EntryPoint(name="banner", value="parts:init_banner [extra]", group="app.extensions"),
    EntryPoint("sessions", "parts:init_sessions", "app.extensions"),
]
ENABLED = {"banner", "sessions"}

app = FastAPI()
for point in EXTENSIONS:
    if point.name in ENABLED:
        point.load()(app)


@app.get("/")
def index():
    return {}
