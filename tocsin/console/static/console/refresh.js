// Any list can follow the line: <section id="inbox" data-live="message incident:2311"> is read again from the
// page's own address at each such event, and put in place when neither the pointer nor the focus is in it: what moved under a
// hand would have it answer for another row. Where that lasts, a bar says so and R shows it. "minute" is the subject of what
// only time changes: that something is late makes no event.
import { ask, parse } from "./asking.js";

const MINUTE = 60000;
const BORNE = 3; // seconds for which something may wait under a hand before the page says so
const sections = [...document.querySelectorAll("[data-live][id]")];
const shown = new Map(sections.map((section) => [section, saying(section)]));
const due = new Set();
const waiting = new Map(); // what was read and is not in its place yet, by section
const canHover = matchMedia("(hover: hover)"); // a tap leaves the pointer where it was
const bar = document.querySelector("[data-changed]");
let isReading = false;
let heldFor = 0;

/** What a section says; the tokens of its forms, their moment and its clocks differ each time it is made. */
function saying(section) {
  const copy = section.cloneNode(true);
  const own = "[name=csrfmiddlewaretoken], [name=seen_at]";
  for (const token of copy.querySelectorAll(own)) token.removeAttribute("value");
  for (const clock of copy.querySelectorAll("time")) {
    clock.classList.remove("late");
    clock.textContent = "";
  }
  return copy.innerHTML;
}

/** What somebody typed, or may be about to in a form that they opened, is never taken away. */
function isTyped(section) {
  const fields = [...section.querySelectorAll("input:not([type=hidden]), textarea")];
  return section.querySelector("details[open] form") !== null || fields.some((field) => field.value !== field.defaultValue);
}

function isHeld(section) {
  return (canHover.matches && section.matches(":hover")) || section.contains(document.activeElement);
}

async function read() {
  if (isReading || !due.size) return;
  isReading = true;
  // Taken out before the page is asked for: what moves while the answer is on its way is read again after it.
  const wanted = [...due];
  due.clear();
  const answer = await ask(location.href);
  isReading = false;
  if (!answer?.ok) {
    for (const section of wanted) due.add(section);
    return;
  }
  if (answer.redirected) {
    if (!sections.some(isTyped)) location.reload();
    return;
  }
  const page = parse(answer.text);
  for (const section of wanted) {
    const fresh = page.getElementById(section.id);
    // What says the same is left alone: a screen reader would read its alerts out again.
    if (fresh && saying(fresh) !== shown.get(section)) waiting.set(section, fresh);
    else waiting.delete(section);
  }
}

/** Put in place what waits. `isAsked` when the person wants to see it, wherever the pointer is. */
function settle(isAsked = false) {
  let isChanged = false;
  for (const [section, fresh] of waiting) {
    if (isTyped(section) || (isHeld(section) && !isAsked)) continue;
    waiting.delete(section);
    replace(section, fresh);
    isChanged = true;
  }
  const isHeldBack = [...waiting.keys()].some((section) => !isTyped(section));
  heldFor = isHeldBack ? heldFor + 1 : 0;
  if (bar) bar.hidden = heldFor <= BORNE;
  if (isChanged) document.dispatchEvent(new CustomEvent("tocsin:changed"));
}

/** Put fresh content in; the ticks, the current row and the focus stay with what they were on. */
function replace(section, fresh) {
  shown.set(section, saying(fresh));
  const ticked = new Set([...section.querySelectorAll("[type=checkbox]:checked")].map(mark));
  const current = section.querySelector("[data-row][aria-current=true]")?.id;
  const hadFocus = section.contains(document.activeElement) || bar?.contains(document.activeElement);
  section.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const box of section.querySelectorAll("[type=checkbox]")) if (ticked.has(mark(box))) box.checked = true;
  const row = current && document.getElementById(current);
  if (row) row.setAttribute("aria-current", "true");
  if (!hadFocus) return;
  section.tabIndex = -1;
  (row?.querySelector("a") ?? section).focus({ preventScroll: true });
}

function mark(box) {
  return `${box.name}=${box.value}`;
}

function follows(section, name, key) {
  const wanted = section.dataset.live.split(" ");
  return name === "poll" || wanted.includes(name) || wanted.includes(`${name}:${key}`);
}

function note(name, key) {
  for (const section of sections) if (follows(section, name, key)) due.add(section);
}

if (sections.length) {
  document.addEventListener("tocsin:moved", (event) => note(event.detail.name, event.detail.key));
  document.addEventListener("tocsin:poll", () => note("poll"));
  bar?.addEventListener("click", () => settle(true));
  setInterval(() => note("minute"), MINUTE);
  // Once a second at most: a storm of messages must not become a storm of readings.
  setInterval(() => read().then(() => settle()), 1000);
}
