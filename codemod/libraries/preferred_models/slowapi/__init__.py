"""SlowAPI: https://github.com/laurentS/slowapi - the layers find the limiter by the application, among much else that they look up."""

from slowapi.extension import Limiter
