// Has a screen reader say what changes elsewhere on the page: how far one has come, whether it is saved, and what
// stands in a container whose key begins with `spoken_`. What a screen starts with is not said. Other scripts have
// something said at once by the event `flywheel-say`.
(() => {
  const SPOKEN = ".st-key-how_far, [class*=st-key-spoken_]";
  const ICONS = "[data-testid=stIconMaterial], [role=img]";
  const REST = 1000; // so long nothing changes before it is said
  const PAUSE = 150; // so long after a change it is looked at what there is to say
  const HIDDEN = "position: fixed; top: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
  const status = document.createElement("div");
  let known; // the words of each container when they rested last, by its key
  let screen; // the screen that they were on: those of a new one are not spoken
  let latest; // what there was to say when it was looked at last
  let pause;
  let rest;

  const app = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  const shown = () => `${location.pathname} ${document.documentElement.dataset.flywheelScreen}`;

  // `innerText` leaves out what is hidden, and has an icon as the word that draws it.
  const said = (element) => {
    const icons = [...element.querySelectorAll(ICONS)].map((icon) => icon.innerText.trim());
    const lines = element.innerText.split("\n").map((line) => {
      const icon = icons.find((it) => it && line.trim().startsWith(it));
      return (icon ? line.trim().slice(icon.length) : line).trim();
    });
    return lines.filter(Boolean).join(" · ");
  };

  const words = () =>
    new Map(
      [...document.querySelectorAll(SPOKEN)].map((element) => [
        [...element.classList].find((name) => name.startsWith("st-key-")),
        said(element),
      ])
    );

  const say = (now, place) => {
    const fresh = [...now].filter(([key, said]) => said && known?.get(key) !== said).map(([, said]) => said);
    if (place === screen && fresh.length) status.textContent = fresh.join(" · ");
    known = now;
    screen = place;
  };

  // A timer changes the page all the time: what is to be spoken rests as long as its own words are the same.
  const look = () => {
    pause = undefined;
    // While somebody types, that it is not saved yet would be said at each pause.
    if (app() !== "notRunning" || document.documentElement.dataset.flywheelState === "unsent") return;
    const [now, place] = [words(), shown()];
    const all = JSON.stringify([place, ...now]);
    if (all === latest) return;
    latest = all;
    clearTimeout(rest);
    rest = setTimeout(say, REST, now, place);
  };

  document.addEventListener("flywheel-say", ({ detail }) => (status.textContent = detail));
  status.id = "flywheel-spoken";
  status.setAttribute("role", "status");
  status.style.cssText = HIDDEN;
  document.body.append(status);
  new MutationObserver(() => (pause ??= setTimeout(look, PAUSE))).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["data-test-script-state", "data-flywheel-state", "data-flywheel-screen"],
  });
})();
