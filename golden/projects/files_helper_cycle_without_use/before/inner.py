import outer


def step(request, depth):
    request.state.session = depth
    return outer.walk(request, depth)
