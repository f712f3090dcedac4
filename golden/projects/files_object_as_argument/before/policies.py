class SessionPolicy:
    def allows(self, request):
        return "banned" not in request.session


class HeaderPolicy:
    def allows(self, request):
        return "x-banned" not in request.headers
