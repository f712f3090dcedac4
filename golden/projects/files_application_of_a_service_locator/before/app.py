import gate
import locator
import sessions

sessions.enable()
gate.enable()
app = locator.get("web")
