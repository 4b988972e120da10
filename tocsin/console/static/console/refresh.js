// Any list can follow the line: <section id="inbox" data-live="message incident:2311"> is read again from the
// page's own address at each such event, and put in place when neither the pointer nor the focus is in it. "minute" is the
// subject of what only time changes: that something is late makes no event.
import { ask, parse } from "./asking.js";

const MINUTE = 60000;
const sections = [...document.querySelectorAll("[data-live][id]")];
const last = new Map(sections.map((section) => [section, section.innerHTML]));
const due = new Set();
let isReading = false;

/** A form that is open may hold what somebody typed: it is never taken away. */
function isBusy(section) {
  if (section.querySelector("details[open] form")) return true;
  return section.matches(":hover") || section.contains(document.activeElement);
}

async function read() {
  if (isReading || !due.size) return;
  const quiet = [...due].filter((section) => !isBusy(section));
  if (!quiet.length) return;
  isReading = true;
  // Taken out before the page is asked for: what moves while the answer is on its way is read again after it.
  for (const section of quiet) due.delete(section);
  const answer = await ask(location.href);
  isReading = false;
  if (!answer?.ok) {
    for (const section of quiet) due.add(section);
    return;
  }
  if (answer.redirected) {
    location.reload();
    return;
  }
  const page = parse(answer.text);
  for (const section of quiet) {
    const fresh = page.getElementById(section.id);
    // What says the same is left alone: a screen reader would read its alerts out again.
    if (!fresh || fresh.innerHTML === last.get(section)) continue;
    last.set(section, fresh.innerHTML);
    section.replaceChildren(...document.adoptNode(fresh).childNodes);
  }
  document.dispatchEvent(new CustomEvent("tocsin:changed"));
}

function follows(section, name, key) {
  const wanted = section.dataset.live.split(" ");
  return name === "poll" || wanted.includes(name) || wanted.includes(`${name}:${key}`);
}

function mark(name, key) {
  for (const section of sections) if (follows(section, name, key)) due.add(section);
}

if (sections.length) {
  document.addEventListener("tocsin:moved", (event) => mark(event.detail.name, event.detail.key));
  document.addEventListener("tocsin:poll", () => mark("poll"));
  setInterval(() => mark("minute"), MINUTE);
  // Once a second at most: a storm of messages must not become a storm of readings.
  setInterval(read, 1000);
}
