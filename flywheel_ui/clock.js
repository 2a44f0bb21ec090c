// Counts down what is left of a topic's time, once a second, on every element that says how many seconds it had.
// Loaded anew with each such element; what it counts from is the server's word at the moment it was drawn.
(() => {
  window.flywheelClock ??= setInterval(tick, 1000);
  tick();

  function tick() {
    for (const clock of document.querySelectorAll("[data-flywheel-seconds]")) {
      const { flywheelSeconds, flywheelLeft, flywheelUp } = clock.dataset;
      clock.flywheelDrawn ??= { at: performance.now(), seconds: flywheelSeconds };
      if (clock.flywheelDrawn.seconds !== flywheelSeconds) {
        clock.flywheelDrawn = { at: performance.now(), seconds: flywheelSeconds };
      }
      const left = Math.ceil(flywheelSeconds - (performance.now() - clock.flywheelDrawn.at) / 1000);
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      const said = left > 0 ? flywheelLeft.replace("{time}", time) : flywheelUp;
      if (clock.textContent !== said) clock.textContent = said;
    }
  }
})();
