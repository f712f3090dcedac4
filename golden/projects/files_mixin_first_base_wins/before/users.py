class SessionUsers:
    def user_of(self, request):
        return request.session.get("user")


class HeaderUsers:
    def user_of(self, request):
        return request.headers.get("x-user")
