from core import app
from visits import VisitCounter

app.add_middleware(VisitCounter)


@app.get("/")
def home() -> dict:
    return {"ok": True}
