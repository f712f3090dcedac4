import registry
from fastapi import FastAPI

app = FastAPI()
for row in registry.rows():
    app.add_middleware(row["layer"], **row["options"])


@app.get("/")
def home():
    return {"ok": True}
