"""The door: the ASGI app that `streamlit run app.py` and any ASGI server start."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

from flywheel_ui import FROM_THE_START, SCRIPTS, script
from flywheel_ui.bell import streams
from flywheel_ui.headers import SecurityHeaders
from flywheel_ui.open_files import raise_the_limit
from flywheel_ui.own_scripts import OwnScripts
from flywheel_ui.packed import Packed
from flywheel_ui.promptly import Promptly
from flywheel_ui.warm import warm_up
from flywheel_ui.whole_page import WholePageFirst

#: Seconds that a thread may go on while others wait. With hundreds at once a shorter time has them push each
#: other out amid runs of a few milliseconds.
LONGEST_TURN = 0.02
#: So many new objects, and so many collections of the younger ones before one of the older.
COLLECT_AFTER = (50_000, 4, 10)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Load what is slow before the first visitor comes, and keep it out of garbage collection.

    Each run of Streamlit leaves a hundred objects that only the collector frees. Looked for after every 700
    they cost a tenth of the time that hundreds of phones have, and the longest pauses: most of what is
    looked at is still in use.
    """
    raise_the_limit()
    warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(LONGEST_TURN)
    yield


async def health(_request: Request) -> JSONResponse:
    """Tell a load balancer that this process answers."""
    return JSONResponse({"status": "ok"})


async def own_script(request: Request) -> FileResponse:
    """Hand out one of the app's own scripts."""
    return FileResponse(script(request.url.path.rpartition("/")[2]), media_type="text/javascript")


#: Where the app stands on its server: the path that `server.baseUrlPath` names, else at the top.
_PATH = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")

app = st.App(
    Path(__file__).parent / "flywheel_ui" / "shell.py",
    lifespan=lifespan,
    routes=[
        Route(f"{_PATH}/health", health),
        *(Route(f"{_PATH}/flywheel/{name}", own_script) for name in SCRIPTS),
        Route(f"{_PATH}/flywheel/bell", streams.answer),
    ],
    middleware=[
        Middleware(Promptly),
        Middleware(WholePageFirst),
        Middleware(SecurityHeaders),
        Middleware(Packed, _PATH),
        Middleware(OwnScripts, tuple(f"flywheel/{name}" for name in FROM_THE_START)),
    ],
)
