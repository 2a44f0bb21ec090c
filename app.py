"""The door: the ASGI app that `streamlit run app.py` and any ASGI server start."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from flywheel_ui.headers import SecurityHeaders
from flywheel_ui.warm import warm_up


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what is slow before the first visitor comes, and keep it out of garbage collection."""
    warm_up()
    gc.collect()
    gc.freeze()
    yield


async def health(_request: Request) -> JSONResponse:
    """Tell a load balancer that this process answers."""
    return JSONResponse({"status": "ok"})


app = st.App(
    Path(__file__).parent / "flywheel_ui" / "shell.py",
    lifespan=lifespan,
    routes=[Route("/health", health)],
    middleware=[Middleware(SecurityHeaders)],
)
