// Tells when the page that a click asked for is finished. Runs in every page before its own scripts.
window.finishedPage = (() => {
  const QUIET_MS = 250; // a chart is drawn a moment after the script has ended: wait until nothing more comes
  const REST_MS = 800;
  const TWO_FRAMES_MS = 34;
  const GIVE_UP_MS = 30000;
  const OBSERVED = {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["data-test-script-state", "data-stale"],
  };
  const channel = new MessageChannel();
  let run = null;
  let lastChange = 0;

  const find = (id) => document.querySelector(`[data-testid=${id}]`);
  const texts = () =>
    [...find("stMain").querySelectorAll("[data-testid=stElementContainer]")].map((element) => element.textContent);
  const still = () =>
    find("stApp")?.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true]");
  const isContent = (change) => change.type !== "attributes" && find("stMain")?.contains(change.target);

  function shows({ present, absent }) {
    if (!present.length) return run.ran || run.answered;
    const seen = new Set(texts());
    return present.every((text) => seen.has(text)) && !absent.some((text) => seen.has(text));
  }

  // A change counts once it is painted, which is in the task after the next frame.
  channel.port1.onmessage = () => {
    if (!run) return;
    run.painted = performance.now();
    if (run.done) run.shown ??= run.painted;
  };
  const stampPaint = () => requestAnimationFrame(() => channel.port2.postMessage(null));

  function observe(changes) {
    const content = changes.some(isContent);
    if (content) lastChange = performance.now();
    if (!run || run.clicked === null) return;
    if (find("stApp").dataset.testScriptState === "running") run.ran = true;
    const justDone = !run.done && still() && shows(run.expected);
    run.done ||= justDone;
    if (!content && !justDone) return;
    stampPaint();
    clearTimeout(run.quiet);
    if (run.done) run.quiet = setTimeout(finish, QUIET_MS);
  }

  // Where a click changes no text and its run is over within a frame, only what the server sends tells of it:
  // two frames after its last message all is drawn.
  function hear() {
    const heard = run;
    if (!heard || heard.clicked === null || heard.expected.present.length) return;
    clearTimeout(heard.hearing);
    heard.hearing = setTimeout(() => {
      heard.answered = true;
      if (heard === run) observe([]);
    }, TWO_FRAMES_MS);
  }

  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", hear);
    }
  };

  function finish() {
    run.done = still() && shows(run.expected);
    if (!run.done) {
      run.shown = null; // another run has begun; its end is observed
      return;
    }
    const { clicked, shown, painted, resolve } = run;
    clearTimeout(run.givingUp);
    run = null;
    resolve({ shown: shown - clicked, redrawn: painted - clicked, at: performance.timeOrigin + shown });
  }

  // Begin to wait for a click, or the Enter key, and for what it changes; result() is there when the page is finished.
  function arm(expected) {
    run = { expected, clicked: null, painted: null, shown: null, ran: false, answered: false, done: false };
    const promise = new Promise((resolve, reject) => {
      run.resolve = resolve;
      run.givingUp = setTimeout(() => reject(new Error("the page that was clicked for did not come")), GIVE_UP_MS);
    });
    promise.catch(() => {}); // whoever asks for the result is told
    finishedPage.result = () => promise;
  }

  // The texts on the page once nothing has changed for a while.
  async function rest() {
    lastChange = performance.now();
    while (!still() || performance.now() - lastChange < REST_MS) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return texts();
  }

  function begin(event) {
    if (run && run.clicked === null && (event.type === "click" || event.key === "Enter")) run.clicked = event.timeStamp;
  }

  addEventListener("click", begin, true);
  addEventListener("keydown", begin, true);
  addEventListener("DOMContentLoaded", () => new MutationObserver(observe).observe(document.body, OBSERVED));

  return { arm, rest };
})();
