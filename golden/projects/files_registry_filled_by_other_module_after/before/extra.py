from registry import CHECKS


def by_session(request):
    return "user" in request.session


CHECKS.append(by_session)
