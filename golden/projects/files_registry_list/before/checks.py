def by_session(request):
    return "user" in request.session


def by_address(request):
    return request.client is not None


CHECKS = [by_address]
CHECKS.append(by_session)
