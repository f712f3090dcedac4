from fastapi import FastAPI, Request
from visits import VisitCounter

child = FastAPI()
child.add_middleware(VisitCounter)


@child.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
