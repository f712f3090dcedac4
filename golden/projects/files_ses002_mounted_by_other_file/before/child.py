from fastapi import FastAPI
from visits import VisitCounter

child = FastAPI()
child.add_middleware(VisitCounter)


@child.get("/")
def home() -> dict:
    return {"ok": True}
