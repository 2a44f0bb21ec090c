// Counts down to a moment on the server's clock, so that all screens show the same whatever their own says.
const timers = new WeakMap();

function show({ element, ends, left, over, offset }) {
  const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000 - offset));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const words = seconds ? left.replace("{time}", clock) : over;
  if (element.textContent === words) return;
  const ended = !seconds && element.textContent;
  element.textContent = words;
  if (ended) document.dispatchEvent(new CustomEvent("flywheel-say", { detail: over }));
}

export default function ({ data, parentElement }) {
  let timer = timers.get(parentElement);
  if (!timer) {
    timer = { element: document.createElement("div") };
    timer.element.setAttribute("role", "timer");
    parentElement.appendChild(timer.element);
    timer.ticking = setInterval(() => show(timer), 250);
    timers.set(parentElement, timer);
  }
  const { ends, now, ...words } = data;
  Object.assign(timer, words, { ends: ends * 1000, offset: now - Date.now() / 1000 });
  timer.element.style.fontSize = data.large ? "4rem" : "";
  show(timer);
  return () => {
    clearInterval(timer.ticking);
    timer.element.remove();
    timers.delete(parentElement);
  };
}
