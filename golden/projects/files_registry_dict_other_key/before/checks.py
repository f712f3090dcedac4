def by_session(request):
    return "user" in request.session


def by_address(request):
    return request.client is not None


CHECKS = {"session": by_session, "address": by_address}
