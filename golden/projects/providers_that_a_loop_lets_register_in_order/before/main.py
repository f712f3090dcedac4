from container import Container
from providers import PermissionProvider, SessionProvider, WebProvider

container = Container()
for provider in (WebProvider(), PermissionProvider(), SessionProvider("x")):
    provider.register(container)
app = container.make("web")
