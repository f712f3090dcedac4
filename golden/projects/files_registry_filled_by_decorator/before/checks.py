from registry import CHECKS, check

__all__ = ["CHECKS"]


@check
def by_session(request):
    return "user" in request.session
