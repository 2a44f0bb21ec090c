"""What the browser tests know about Streamlit's screen: when it has come to rest, what is folded."""

import time

from playwright.sync_api import Error, Page, TimeoutError, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

STILL = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# A click leaves the browser a moment later: rest is counted only after that.
REST_SECONDS = 0.25
# What is drawn anew of itself, as a chart, comes a frame or two later.
QUIET_SECONDS = 0.1

_RERUN = BackMsg.DESCRIPTOR.fields_by_name["rerun_script"].number << 3 | 2  # what such a message begins with
#: Of a page from its beginning: whether the server was heard of since it was asked for something. A page that
#: waits for a slow server looks still. What the server drops is waited for no longer than five seconds.
ASKED_AND_HEARD = (
    f"(() => {{ const RERUN = {_RERUN};"
    + """
  const sockets = new WeakSet();
  let asked = 0, heard = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) {
    if (!sockets.has(this)) this.addEventListener("message", () => { heard = performance.now(); });
    sockets.add(this);
    if (new Uint8Array(message.buffer ?? [])[message.byteOffset ?? 0] === RERUN) asked = performance.now();
    return send.call(this, message);
  };
  window.wasHeard = () => asked <= heard || performance.now() - asked > 5000;
})();
"""
)
#: Looked at within the page, as each look from outside costs the machine more than the page itself does.
_RESTS = f"""([rest, longest]) => new Promise((done) => {{
  const begun = performance.now();
  let since = null;
  const look = () => {{
    const now = performance.now();
    const still = document.querySelectorAll('{STILL}').length === 1 && (window.wasHeard?.() ?? true);
    since = still ? since ?? now : null;
    if (still && now - since >= rest) done(true);
    else if (now - begun > longest) done(false);
    else setTimeout(look, 25);
  }};
  look();
}})"""


def settled(page: Page, timeout: float = 30) -> Page:
    """Return the page once it is connected and its script has ended and stayed so; else AssertionError.

    Not for a page that polls: that one never rests.
    """
    last_moment = time.monotonic() + timeout
    while (left := last_moment - time.monotonic()) > 0:
        try:
            if page.evaluate(_RESTS, [1000 * REST_SECONDS, 1000 * left]):
                return page
        except Error:  # another document has taken the page's place meanwhile
            page.wait_for_timeout(25)
    expect(page.locator(STILL), "the page came to no rest").to_be_visible(timeout=1)
    raise AssertionError("the page came to no rest")


def unfold(page: Page) -> None:
    """Open everything that is folded, one after the other: what is in a fold comes from the server."""
    folds = page.locator("details:not([open]) > summary")
    while folds.count():
        page.evaluate(_OPEN_ALL)
        settled(page)
        page.evaluate(_END_OF_MOVES)
    page.wait_for_function(_NOTHING_MOVES)  # while a fold opens, what is in it lies over what is below


def drawn(page: Page) -> None:
    """Return once nothing moves or changes its height, on a page that was given another size or scheme."""
    assert page.evaluate(_IS_DRAWN), "the page comes to no rest"


def choose(page: Page, field: str, option: str) -> None:
    """Choose in a list by typing: an open one closes when the page moves, so it is tried until it stays."""
    box = page.get_by_role("combobox", name=field, exact=True)
    box.focus()
    for _ in range(10):
        page.wait_for_timeout(250)
        if box.get_attribute("aria-expanded") != "true":
            box.press("ArrowDown")
            continue
        box.press_sequentially(option)
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=2_000)
        except TimeoutError:
            box.press("Escape")
        else:
            settled(page)
            return
    raise AssertionError(f"{option} can't be chosen in {field}")


_MOVES = """document.getAnimations().filter(
    it => it.playState === "running" && it.effect.getComputedTiming().endTime !== Infinity
)"""
_NOTHING_MOVES = f"() => !{_MOVES}.length"
_IS_DRAWN = f"""() => new Promise((done) => {{
  const begun = performance.now();
  let since = begun, before = null;
  const look = () => {{
    const now = performance.now();
    const found = document.querySelectorAll('body, [data-testid=stMain] > *, canvas, svg');
    const heights = [...found].map(it => it.scrollHeight).join();
    if (heights !== before || {_MOVES}.length) since = now;
    before = heights;
    if (now - since >= {1000 * QUIET_SECONDS}) requestAnimationFrame(() => done(true));
    else if (now - begun > 10_000) done(false);
    else setTimeout(look, 25);
  }};
  requestAnimationFrame(look);
}})"""
_END_OF_MOVES = f"() => {_MOVES}.forEach(it => it.finish())"
_OPEN_ALL = """async () => {
    for (const fold of document.querySelectorAll('details:not([open]) > summary')) {
        fold.click();
        await new Promise(done => setTimeout(done, 40));
    }
}"""
