class Visit:
    def __init__(self, request):
        self.request = request

    async def __aenter__(self):
        self.request.session["visits"] = self.request.session.get("visits", 0) + 1
        return self

    async def __aexit__(self, *details):
        return None
