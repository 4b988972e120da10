// The live link: one stream for all tabs of this browser, keys only, and a loud banner when it is silent.
// Tells the page by events on document: tocsin:moved {name, key} of every subject, and tocsin:incident {key: number} of
// incidents alone; tocsin:poll (read all again: something may have been missed); tocsin:link {state}.
const SILENCE = 25;
const POLL = 20;
const SUBJECTS = ["incident", "message", "duty", "radio", "release", "report", "airtime", "gateways"];
// These prove that the link lives; only "everything" also says that keys were lost.
const SIGNS = ["hello", "beat", "everything"];
const root = document.getElementById("live");
const banner = root.querySelector("[data-lost-banner]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("tocsin-live") : null;
let source = null;
let heard = Date.now();
let opened = 0;
let state = "connecting";
let polled = 0;

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`tocsin:${name}`, { detail }));
}

/** One event, from the stream or from the tab that holds it. */
function take(name, key) {
  heard = Date.now();
  // A stream of one's own tells what moved since the page was made; that of another tab does not.
  const mayHaveMissed = state === "lost" || (state === "connecting" && !source);
  if (state !== "live") setState("live");
  if (mayHaveMissed || name === "everything") tell("poll");
  if (SUBJECTS.includes(name)) tell("moved", { name, key });
  if (name === "incident") tell(name, { key });
}

function setState(next) {
  state = next;
  banner.hidden = next !== "lost";
  tell("link", { state: next });
  draw();
}

function draw() {
  const seconds = Math.round((Date.now() - heard) / 1000);
  for (const element of document.querySelectorAll("[data-link]")) {
    element.dataset.state = state;
    const word = element.dataset[state];
    if (word) element.firstElementChild.textContent = `${word} ${seconds}s`;
  }
  if (state === "lost") {
    // Written each second, so kept out of the announcement: the alert is read when it appears.
    const text = root.dataset.textLost.replace("{s}", String(seconds));
    banner.setAttribute("aria-live", "off");
    banner.textContent = text;
  }
}

function share(name, key = "") {
  channel?.postMessage({ name, key });
  take(name, key);
}

function open() {
  // A new stream cannot ask for what an old one missed: then everything is read again.
  const isAgain = source !== null;
  source?.close();
  opened = Date.now();
  const made = document.documentElement.dataset.now;
  source = new EventSource(`${root.dataset.stream}?from=${encodeURIComponent(made)}`);
  for (const name of [...SUBJECTS, ...SIGNS]) {
    source.addEventListener(name, (event) => share(name, event.data));
  }
  if (isAgain) source.addEventListener("open", () => share("everything"), { once: true });
}

function watch() {
  const now = Date.now();
  const silent = (now - heard) / 1000;
  if (silent > SILENCE && state !== "lost") setState("lost");
  if (now - opened > 5000) {
    const isClosed = source?.readyState === EventSource.CLOSED;
    // Also where another tab holds the stream: a phone freezes tabs that nobody sees.
    if (isClosed || (silent > SILENCE && now - opened > 15000)) open();
  }
  if (state !== "live" && silent > POLL && (now - polled) / 1000 >= POLL) {
    polled = now;
    tell("poll");
  }
  draw();
}

channel?.addEventListener("message", (event) => take(event.data.name, event.data.key));

if (navigator.locks && channel) {
  // The lock is held as long as the tab lives; the next tab then takes over.
  navigator.locks.request("tocsin-live", () => {
    open();
    return new Promise(() => {});
  });
} else {
  open();
}
setInterval(watch, 1000);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
