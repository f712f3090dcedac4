import outer


def step(request, depth):
    request.session["depth"] = depth
    return outer.walk(request, depth)
