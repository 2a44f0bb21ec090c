// Listens for changes of a room, and has the fragment that it stands in drawn anew when the screen is behind.
// What is heard is compared with what the screen shows, so nothing is lost between drawing and listening, and
// nothing is drawn twice. Streamlit calls the function below again for each drawing, with the same parent.
// Where it is given one it also shows the timer, and starts a new screen at its top.
import timer from "./timer.js";

const bells = new WeakMap();

function startAtTheTop(screen) {
  const script = document.createElement("script");
  script.src = new URL(`flywheel/top.js?screen=${encodeURIComponent(screen)}`, document.baseURI);
  script.onload = () => script.remove();
  document.head.append(script);
}

class Bell {
  follow({ room, shown }, ring) {
    this.ring = ring;
    this.shown = shown;
    if (room !== this.room) {
      this.room = room;
      this.latest = this.rung = undefined;
      this.open();
    }
    this.compare();
  }

  open() {
    this.close();
    if (document.hidden) return;
    const address = new URL("flywheel/bell", document.baseURI);
    address.searchParams.set("room", this.room);
    this.source = new EventSource(address);
    this.source.onmessage = ({ data }) => {
      this.latest = data;
      this.compare();
    };
    // The browser tries again by itself, except where it was answered with an error.
    this.source.onerror = () => {
      if (this.source?.readyState === EventSource.CLOSED) this.again = setTimeout(() => this.open(), 5000);
    };
  }

  close() {
    clearTimeout(this.again);
    this.source?.close();
    this.source = undefined;
  }

  compare() {
    if (this.latest === undefined || this.latest === this.shown || this.latest === this.rung) return;
    this.rung = this.latest;
    this.ring();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let bell = bells.get(parentElement);
  if (!bell) {
    bell = new Bell();
    bells.set(parentElement, bell);
    // A screen that nobody looks at keeps no connection: a browser has few for each server.
    bell.look = () => (document.hidden ? bell.close() : bell.open());
    bell.online = () => bell.open();
    document.addEventListener("visibilitychange", bell.look);
    window.addEventListener("online", bell.online);
  }
  bell.follow(data, () => setTriggerValue("rang", bell.latest));
  if (data.screen && data.screen !== bell.screen) startAtTheTop((bell.screen = data.screen));
  if (!data.timer) bell.stopTimer?.();
  bell.stopTimer = data.timer && timer({ data: data.timer, parentElement });
  return () => {
    bell.stopTimer?.();
    document.removeEventListener("visibilitychange", bell.look);
    window.removeEventListener("online", bell.online);
    bell.close();
    bells.delete(parentElement);
  };
}
