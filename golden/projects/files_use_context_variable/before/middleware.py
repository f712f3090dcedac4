from context import holding
from auth import current_user


async def bind_request(request, call_next):
    with holding(request):
        request.state.user = current_user()
        return await call_next(request)
