// Starts each new screen at its top, where Streamlit leaves the scroll position and the focus where they were.
// Loaded anew for each screen; `screen` in its own address says which one it is.
(() => {
  const screen = new URL(document.currentScript.src).searchParams.get("screen");
  const shown = document.documentElement.dataset;
  const before = shown.flywheelScreen;
  shown.flywheelScreen = screen;
  if (before === undefined || before === screen) return;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  let heading = null;

  const give = () => {
    const now = document.querySelector("[data-testid=stMain] h1");
    if (!now || now === heading) return;
    heading = now;
    heading.setAttribute("tabindex", "-1");
    heading.style.setProperty("outline", "none"); // it is where reading begins, and nothing to press
    heading.focus({ preventScroll: true });
  };

  // Where the page comes in pieces there is still the heading of the one before, or none: until the run is over
  // a new one is given the focus, unless that was moved meanwhile.
  const isElsewhere = () => ![heading, document.body, null].includes(document.activeElement);
  const isOver = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";

  give();
  const coming = new MutationObserver(() => {
    if (shown.flywheelScreen !== screen || isElsewhere()) {
      coming.disconnect();
      return;
    }
    give();
    if (isOver()) coming.disconnect();
  });
  if (isOver()) return;
  coming.observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["data-test-script-state"],
  });
})();
