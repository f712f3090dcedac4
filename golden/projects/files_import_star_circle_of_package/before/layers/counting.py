def count(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
