NAME = "access"


def check(request):
    return "user" in request.session
