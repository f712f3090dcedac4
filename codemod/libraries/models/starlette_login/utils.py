"""What routes call."""


async def login_user(request, user, remember=False, duration=None, fresh=True):
    request.session["_user_id"] = user.identity
    request.scope["user"] = user


async def logout_user(request):
    request.session.pop("_user_id")
    request.scope["user"] = None
