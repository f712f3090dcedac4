def session_user(request):
    return request.session.get("user")


def header_user(request):
    return request.headers.get("x-user")
