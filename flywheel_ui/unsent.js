// Only the browser knows what was typed and not sent yet, and that the server is away: this has the status line
// say so (`status` in shell.py draws the words, hidden), and says it in Streamlit's box about the connection too.
(() => {
  const FIELDS = "[data-testid=stMain] :is(textarea, input[type=text]:not([role=combobox]))";
  const PAUSE = 700; // a little less than the shortest pause after which a field is sent while it is typed in
  const REST = 2000; // a server that has rested so long has had all that was sent
  const unsent = new Map(); // field: when it was typed in last
  const left = new Map(); // field: when it was left, or sent with Enter
  const sent = new WeakMap(); // field: what the server has
  let began = 0;

  const app = () => document.querySelector("[data-testid=stApp]")?.dataset ?? {};
  const away = () => app().testConnectionState !== "CONNECTED";
  const isField = (element) => element instanceof Element && element.matches(FIELDS);

  const show = () => {
    const state = away() ? "away" : unsent.size ? "unsent" : "";
    document.documentElement.dataset.flywheelState = state;
    if (state === "away") translateBox();
  };

  const settled = (field) => {
    unsent.delete(field);
    left.delete(field);
    sent.set(field, field.value);
  };

  const wasSent = (field, typed) => {
    if (!field.isConnected) return true;
    if (field.closest("[data-testid=stForm]")) return false;
    if (document.activeElement !== field && !left.has(field)) left.set(field, typed);
    if (left.has(field)) return began >= left.get(field);
    return !field.matches("textarea") && began - typed >= PAUSE;
  };

  const ended = () => {
    for (const [field, typed] of unsent) if (wasSent(field, typed)) settled(field);
    show();
  };

  const isSentInAPause = (field) => !field.matches("textarea") && !field.closest("[data-testid=stForm]");
  const sentAt = (field, typed) => left.get(field) ?? (isSentInAPause(field) ? typed + PAUSE : Infinity);

  // A run may begin and end between two frames, and nothing is seen of it.
  const rested = () => {
    if (away() || app().testScriptState !== "notRunning") return;
    for (const [field, typed] of unsent) {
      if (performance.now() - sentAt(field, typed) >= REST) settled(field);
    }
    show();
  };

  const leave = (field) => {
    if (!unsent.has(field) || field.closest("[data-testid=stForm]")) return;
    left.set(field, performance.now());
    setTimeout(rested, REST);
  };

  const translateBox = () => {
    const words = document.querySelector(".flywheel-away")?.dataset;
    const title = document.querySelector("[role=dialog] h2[slot=title]");
    if (!words || !title || title.textContent === words.title) return;
    title.textContent = words.title;
    title.nextElementSibling.textContent = words.said;
    title.parentElement.querySelector("button")?.setAttribute("aria-label", words.close);
  };

  document.addEventListener("focusin", ({ target }) => {
    if (isField(target) && !unsent.has(target)) sent.set(target, target.value);
  });
  document.addEventListener("input", ({ target }) => {
    if (!isField(target)) return;
    left.delete(target);
    if (target.value === sent.get(target)) unsent.delete(target);
    else unsent.set(target, performance.now());
    if (isSentInAPause(target)) setTimeout(rested, PAUSE + REST);
    show();
  });
  document.addEventListener("focusout", ({ target }) => leave(target));
  document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey }) => {
    if (key === "Enter" && (ctrlKey || metaKey || !target.matches("textarea"))) leave(target);
  });
  new MutationObserver((changes) => {
    for (const { attributeName } of changes) {
      if (attributeName !== "data-test-script-state") continue;
      if (app().testScriptState === "running") began = performance.now();
      else ended();
    }
    show();
  }).observe(document.body, {
    subtree: true,
    attributeFilter: ["data-test-script-state", "data-test-connection-state"],
  });
  new MutationObserver(() => away() && translateBox()).observe(document.body, { childList: true });
})();
