from checks import Check


class NotLocked(Check):
    def run(self, request):
        return request.cookies.get("locked")
