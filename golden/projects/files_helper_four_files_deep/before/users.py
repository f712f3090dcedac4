from identity import identity_of


def current_user(request):
    return identity_of(request) or "nobody"
