from fastapi import APIRouter, Depends, Request

router = APIRouter()


def visits(request: Request) -> int:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return request.session["visits"]


@router.get("/")
def home(count: int = Depends(visits)) -> int:
    return count
