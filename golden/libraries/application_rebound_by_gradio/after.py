import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()

with gr.Blocks() as demo:
    gr.Markdown("# Chat")

app = gr.mount_gradio_app(app, demo, path="/chat")


@app.middleware("http")
async def gate(request: Request, call_next):
    if "session" in request.scope and request.url.path != "/login":
        if request.session.get("user") is None:
            return RedirectResponse("/login")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/login")
async def login(request: Request):
    request.session["user"] = "ada"
    return {"ok": True}
