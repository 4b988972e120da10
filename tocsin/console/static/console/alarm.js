// The alarm for an unacknowledged P1: sound, title, counters, spoken text; another sound when the link is lost.
// Never the only alarm: the ladder pages people by itself.
import { ask, parse } from "./asking.js";

const EVERY = 20000;
const AGAIN = 3000;
const MOST = 5;
const root = document.getElementById("live");
const say = root.querySelector("[data-say]");
const unlock = root.querySelector("[data-unlock]");
const title = document.title;
let audio = null;
let waiting = { all: 0, p1: 0 };
let isLost = false;
let wakeLock = null;
let rang = 0;
let isCounting = false;
let isDue = false;
const numbers = new Set();

function wantsSound() {
  return localStorage.getItem("tocsin_sound") === "on";
}

function note(at, hertz, length) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + length);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length);
}

const TUNES = {
  alarm: [[0, 660], [0.22, 880], [0.44, 1100]],
  lost: [[0, 330], [0.5, 220]],
  proof: [[0, 880]],
};

async function play(tune) {
  if (!wantsSound() || audio?.state !== "running") return;
  const sound = () => {
    for (const [after, hertz] of TUNES[tune]) note(audio.currentTime + after, hertz, 0.4);
    return new Promise((done) => setTimeout(done, 1500));
  };
  // Three open tabs must ring once, not three times.
  if (navigator.locks) {
    await navigator.locks.request("tocsin-sound", { ifAvailable: true }, (lock) => lock && sound());
  } else {
    await sound();
  }
}

function ring() {
  rang = Date.now();
  if (waiting.p1 > 0) play("alarm");
  else if (isLost) play("lost");
}

async function keepAwake() {
  if (!wantsSound() || wakeLock || document.hidden || !navigator.wakeLock) return;
  try {
    wakeLock = await navigator.wakeLock.request("screen");
    wakeLock.addEventListener("release", () => (wakeLock = null));
  } catch {
    wakeLock = null; // Low battery: the browser may refuse.
  }
}

/** Needs a click or a key: browsers play nothing before. */
async function startSound() {
  localStorage.setItem("tocsin_sound", "on");
  audio ??= new AudioContext();
  await audio.resume();
  keepAwake();
  if ("Notification" in window && Notification.permission === "default") {
    Notification.requestPermission();
  }
  showSound();
}

/** Ring at once when something waits; else one note proves that the loudspeaker works. */
async function startWatch() {
  await startSound();
  if (waiting.p1 > 0 || isLost) ring();
  else play("proof");
}

function stopSound() {
  localStorage.setItem("tocsin_sound", "off");
  wakeLock?.release();
  showSound();
}

function showSound() {
  const isOn = wantsSound();
  for (const button of document.querySelectorAll("[data-sound]")) {
    button.setAttribute("aria-pressed", String(isOn));
    button.firstElementChild.textContent = isOn ? button.dataset.on : button.dataset.off;
  }
  unlock.hidden = !isOn || audio?.state === "running";
}

function showCount() {
  for (const badge of document.querySelectorAll("[data-count]")) {
    badge.textContent = waiting.all > 0 ? String(waiting.all) : "";
  }
  document.title = waiting.all > 0
    ? root.dataset.textAlarm.replace("{n}", String(waiting.all)).replace("{title}", title)
    : title;
}

/** Read a row with the viewer's rights and say what it is; false when it is no P1 that waits. */
async function announce(number) {
  if (!root.dataset.rowUrl) return false;
  const answer = await ask(root.dataset.rowUrl.replace("/0/", `/${number}/`));
  if (answer?.status !== 200 || answer.redirected) return false;
  const row = parse(answer.text);
  const what = row.querySelector("[data-priority='P1'][data-waiting] .row-what");
  if (!what) return false;
  say.textContent = root.dataset.textSaid.replace("{text}", what.textContent.trim());
  return true;
}

/** A notification outside the page carries a number, never a word of a caller. */
function notifyOutside() {
  if (!document.hidden || !("Notification" in window)) return;
  if (Notification.permission === "granted") {
    new Notification("Tocsin", { body: document.title, tag: "tocsin" });
  }
}

async function count() {
  const answer = await ask(root.dataset.counters);
  // A P1 that opened while the server was away is told of once only: ask until it answers.
  if (!answer || answer.status >= 500) setTimeout(recount, AGAIN);
  if (!answer?.ok || answer.redirected) return;
  const fresh = parse(answer.text).getElementById("board-counters");
  if (!fresh) return;
  document.dispatchEvent(new CustomEvent("tocsin:counters", { detail: fresh }));
  const before = waiting.p1;
  const changed = [...numbers].slice(-MOST);
  numbers.clear();
  waiting = { all: Number(fresh.dataset.unacknowledged), p1: Number(fresh.dataset.p1) };
  showCount();
  if (waiting.p1 <= before) return;
  ring();
  notifyOutside();
  for (const number of changed.reverse()) if (await announce(number)) break;
}

/** In a storm the counters are read again once a second, not once a message. */
async function recount(number) {
  if (number) numbers.add(number);
  isDue = true;
  if (isCounting || !root.dataset.counters) return;
  isCounting = true;
  try {
    while (isDue) {
      isDue = false;
      await count();
      if (isDue) await new Promise((done) => setTimeout(done, 1000));
    }
  } finally {
    isCounting = false;
  }
}

document.addEventListener("tocsin:incident", (event) => recount(event.detail.key));
document.addEventListener("tocsin:poll", () => recount());
document.addEventListener("tocsin:recount", () => recount());
document.addEventListener("tocsin:link", (event) => {
  isLost = event.detail.state === "lost";
  if (isLost) ring();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-start-watch]")) startWatch();
  if (event.target.closest("[data-sound]")) wantsSound() ? stopSound() : startWatch();
});
document.addEventListener("visibilitychange", keepAwake);
for (const gesture of ["pointerdown", "keydown"]) {
  addEventListener(gesture, () => {
    if (wantsSound() && audio?.state !== "running") startSound();
  });
}
setInterval(() => {
  if (Date.now() - rang >= EVERY) ring();
}, 1000);

if (wantsSound()) {
  // After a page change the browser often still allows it; if not, the banner asks.
  audio = new AudioContext();
  audio.addEventListener("statechange", showSound);
  keepAwake();
}
setTimeout(showSound, 300);
recount();
