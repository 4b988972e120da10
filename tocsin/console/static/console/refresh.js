// Any list can follow the line: <section id="inbox" data-live="message incident:2311"> is read again from the
// page's own address at each such event, and put in place when neither the pointer nor the focus is in it.
import { ask, parse } from "./asking.js";

const sections = [...document.querySelectorAll("[data-live][id]")];
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
  const answer = await ask(location.href);
  isReading = false;
  if (!answer?.ok) return;
  if (answer.redirected) {
    location.reload();
    return;
  }
  const page = parse(answer.text);
  for (const section of quiet) {
    due.delete(section);
    const fresh = page.getElementById(section.id);
    if (fresh) section.replaceChildren(...document.adoptNode(fresh).childNodes);
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
  for (const name of ["incident", "message", "duty", "radio", "poll"]) {
    document.addEventListener(`tocsin:${name}`, (event) => mark(name, event.detail?.key));
  }
  // Once a second at most: a storm of messages must not become a storm of readings.
  setInterval(read, 1000);
}
