from visits import VisitCounter
from web import WebApp

app = WebApp()
app.add_middleware(VisitCounter)


@app.get("/")
def home() -> dict:
    return {"ok": True}
