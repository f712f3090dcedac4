NAME = "audit"


def check(request):
    print(request.url.path)
