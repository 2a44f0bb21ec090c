// Keeps the focus on the page: where what has it is removed, built anew or disabled, the nearest that can be
// pressed takes it. A popover, which stands at the end of the document, is given it where the keyboard opened it.
(() => {
  const REGION = "[data-testid=stPopoverBody], [data-testid=stMain]";
  const POPOVER = "[data-testid=stPopoverBody]";
  const FIELDS = "input, textarea, select"; // never given the focus here: a phone would open its keyboard
  const PRESSED = "button, summary, a[href]";
  const ICONS = "[data-testid=stIconMaterial], [role=img]";
  const PAUSE = 150; // so long after the last change the page counts as changed
  let order = []; // what could have the focus when the page was looked at last, each as `described`
  let at = -1; // which one has it; -1 for none
  let place = {}; // the page and the screen of it that were shown then
  let byKeyboard = false;
  let opened = null; // the popover that has been given the focus, or needs none
  let pause;

  const seen = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
  const usable = (element) => element.isConnected && !element.matches(":disabled") && seen(element);
  const nowhere = () => !document.activeElement || document.activeElement === document.body;
  const shown = () => ({ page: location.pathname, screen: document.documentElement.dataset.flywheelScreen });
  const rests = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
  const within = (region, what) => [...region.querySelectorAll(what)].filter(usable);

  const described = (element) => {
    const keyed = element.closest("[class*=st-key-]");
    const key = keyed && [...keyed.classList].find((name) => name.startsWith("st-key-"));
    const words = element.cloneNode(true);
    words.querySelectorAll(ICONS).forEach((icon) => icon.remove()); // a fold's icon says whether it is open
    return { element, region: element.closest(REGION), tag: element.tagName, key, words: words.textContent };
  };

  const remember = () => {
    const region = document.activeElement?.closest(REGION);
    order = region ? within(region, `${PRESSED}, ${FIELDS}`).map(described) : [];
    at = order.findIndex(({ element }) => element === document.activeElement);
    place = shown();
  };

  const only = (found) => (found.length === 1 ? found[0] : undefined);

  // An element itself, or what was built in its place: told by its key and its words, by its key alone, or by
  // the words of a fold. Other words alone tell nothing: there may be a Remove for each of several things.
  const nowOf = (before, there) => {
    if (there.some(({ element }) => element === before.element)) return before.element;
    const alike = there.filter(({ tag }) => tag === before.tag);
    const keyed = alike.filter(({ key }) => key === before.key);
    const said = (found) => only(found.filter(({ words }) => words === before.words));
    const found = said(keyed) ?? (before.key && only(keyed)) ?? (before.tag === "SUMMARY" && said(alike));
    return found ? found.element : undefined;
  };

  // A new screen is begun by top.js.
  const isNewScreen = () => {
    const { page, screen } = shown();
    return page !== place.page || (place.screen && screen !== place.screen);
  };

  const give = () => {
    const lost = order[at];
    if (!lost || isNewScreen()) return;
    // What can still be pressed was moved within the page, or the window was left from it.
    if (usable(lost.element) && !(lost.element.matches(PRESSED) && document.hasFocus())) return;
    const region = lost.region.isConnected ? lost.region : document.querySelector("[data-testid=stMain]");
    const there = region ? within(region, PRESSED).map(described) : [];
    for (const before of [...order.slice(0, at + 1).reverse(), ...order.slice(at + 1)]) {
      const now = nowOf(before, there);
      if (!now) continue;
      now.focus({ preventScroll: !byKeyboard });
      return;
    }
  };

  const enter = () => {
    const popover = document.querySelector(POPOVER);
    if (popover === opened) return;
    const first = popover && within(popover, `${PRESSED}, ${FIELDS}`)[0];
    if (popover && !first) return; // what is in it is still to come
    opened = popover;
    const fromIts = document.activeElement?.getAttribute("aria-expanded") === "true" || nowhere();
    if (byKeyboard && fromIts) first?.focus();
  };

  const changed = () => {
    if (!rests()) return;
    enter();
    if (nowhere()) give();
    else remember();
  };

  // Looked at once the press has been sent: nobody waits for it.
  document.addEventListener("focusin", () => setTimeout(() => nowhere() || remember()));
  // A press on empty ground leaves what is still there, and is not undone once that goes.
  document.addEventListener(
    "mousedown",
    () =>
      setTimeout(() => {
        if (nowhere() && order[at] && usable(order[at].element)) at = -1;
      }),
    true
  );
  addEventListener("keydown", () => (byKeyboard = true), true);
  addEventListener("pointerdown", () => (byKeyboard = false), true);
  new MutationObserver(() => {
    clearTimeout(pause);
    pause = setTimeout(changed, PAUSE);
  }).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["disabled", "open", "data-test-script-state"],
  });
})();
