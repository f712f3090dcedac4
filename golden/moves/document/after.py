from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

@app.middleware("http")
async def testing_session(request: Request, call_next):
    if 'session' in request.scope:
        session = request.session
        test_value = session.get("test", None)
        if test_value:
            print(f"Middleware session value: {test_value}")
        else:
            print("No session value found.")
    else:
        print("Session middleware is not applied correctly.")
    response = await call_next(request)
    return response

# Add SessionMiddleware first (INCORRECT)
app.add_middleware(SessionMiddleware, secret_key="some-random-string")

@app.get("/test-session")
async def test_session(request: Request):
    request.session['test'] = 'value'
    return {"session": dict(request.session)}
