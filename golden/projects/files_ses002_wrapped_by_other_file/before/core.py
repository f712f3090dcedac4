from fastapi import FastAPI
from visits import VisitCounter

api = FastAPI()
api.add_middleware(VisitCounter)


@api.get("/")
def home() -> dict:
    return {"ok": True}
