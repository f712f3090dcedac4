from app import visits


def remember(request):
    request.session["visits"] = request.session.get("visits", visits.START) + 1
