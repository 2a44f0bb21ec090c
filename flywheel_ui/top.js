// Starts each new screen at its top, where Streamlit leaves the scroll position and the focus where they were.
// Loaded anew for each screen; `screen` in its own address says which one it is.
(() => {
  const screen = new URL(document.currentScript.src).searchParams.get("screen");
  const before = document.documentElement.dataset.flywheelScreen;
  document.documentElement.dataset.flywheelScreen = screen;
  if (before === undefined || before === screen) return;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  const heading = document.querySelector("[data-testid=stMain] h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.style.setProperty("outline", "none"); // it is where reading begins, and nothing to press
  heading?.focus({ preventScroll: true });
})();
