import inner


def walk(request, depth):
    return inner.step(request, depth - 1) if depth else None
