"""asgi-ratelimit: https://github.com/abersheeran/asgi-ratelimit"""

from ratelimit.core import RateLimitMiddleware
