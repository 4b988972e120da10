// The board's rows: re-read one by one, placed by rank, and never moved under the pointer.
import { ask, parse } from "./asking.js";

const box = document.getElementById("board-rows");
const list = box.querySelector("[data-rows]");
const empty = box.querySelector("[data-when-empty]");
const bar = box.querySelector("[data-new]");
const detail = document.getElementById("board-detail");
const held = new Map();
const gone = new Set();
const changed = new Set();
const canHover = matchMedia("(hover: hover)");
const isWide = matchMedia("(min-width: 47.51rem)");
const STORM = 12;
const AGAIN = 5000;
let isReading = false;
let isAllDue = false;
let again = 0;
let shown = 0;

function rowOf(number) {
  return document.getElementById(`incident-${number}`);
}

function address(pattern, number) {
  return pattern.replace("/0/", `/${number}/`) + location.search;
}

function isAtTop() {
  return isWide.matches ? box.scrollTop < 8 : scrollY < 8;
}

function mayMove() {
  return isAtTop() && !(canHover.matches && list.matches(":hover"));
}

/** Unacknowledged first, then by priority, then the newest: the order in which the server lists them. */
function compare(a, b) {
  return (
    a.dataset.rank.localeCompare(b.dataset.rank) || b.dataset.opened.localeCompare(a.dataset.opened)
  );
}

function sort() {
  const focused = document.activeElement;
  const rows = [...list.children].sort(compare);
  rows.forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place]);
  });
  if (focused !== document.activeElement && list.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function showBar() {
  bar.hidden = held.size === 0;
  if (bar.hidden) return;
  bar.textContent = bar.dataset.text.replace("{n}", String(held.size));
  bar.dataset.priority = [...held.values()].map((row) => row.dataset.priority).sort()[0];
}

/** Let in what was held back. `isForced` when the person asked for it. */
function settle(isForced = false) {
  if (!isForced && !mayMove()) {
    showBar();
    return;
  }
  for (const number of gone) rowOf(number)?.remove();
  for (const row of held.values()) {
    if (row.dataset.priority === "P1") row.classList.add("row-new");
    list.append(row);
  }
  held.clear();
  gone.clear();
  sort();
  empty.hidden = list.children.length > 0;
  showBar();
  document.dispatchEvent(new CustomEvent("tocsin:changed"));
}

/** Put a fresh row where the old one stands; only its place in the order waits for a quiet moment. */
function renew(old, row) {
  if (old.getAttribute("aria-current") === "true") row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(row);
  if (hadFocus) row.querySelector("a").focus({ preventScroll: true });
}

/** What changed is said once only: a row that could not be read is read again with all others. */
function readAllLater() {
  clearTimeout(again);
  again = setTimeout(readWhole, AGAIN);
}

async function read(number) {
  const answer = await ask(address(box.dataset.rowUrl, number));
  if (!answer || answer.status >= 500) {
    readAllLater();
    return;
  }
  if (answer.redirected) {
    location.reload(); // The session has ended: sign in again.
    return;
  }
  const old = rowOf(number);
  const row = answer.status === 200 ? parse(answer.text).querySelector("[data-row]") : null;
  if (row && old) renew(old, document.adoptNode(row));
  else if (row) held.set(String(number), document.adoptNode(row));
  else {
    held.delete(String(number));
    if (old) gone.add(number);
  }
  settle();
  if (chosen() === String(number)) show(number);
}

function readChanged(number) {
  changed.add(number);
  return readDue();
}

/** After a silence: read the whole list again. */
function readWhole() {
  isAllDue = true;
  return readDue();
}

/** One answer after another, so that no older one is put over a newer; in a storm the whole list at once. */
async function readDue() {
  if (isReading) return;
  isReading = true;
  try {
    while (isAllDue || changed.size) {
      const numbers = [...changed];
      const isWhole = isAllDue || numbers.length > STORM;
      changed.clear();
      isAllDue = false;
      if (isWhole) await readAll();
      else for (const one of numbers) await read(one);
    }
  } finally {
    isReading = false;
  }
}

async function readAll() {
  const answer = await ask(location.href);
  if (!answer || answer.status >= 500) readAllLater();
  if (!answer?.ok) return;
  if (answer.redirected) {
    location.reload();
    return;
  }
  const page = parse(answer.text);
  const fresh = new Map([...page.querySelectorAll("[data-row]")].map((row) => [row.dataset.number, row]));
  for (const row of list.children) if (!fresh.has(row.dataset.number)) gone.add(row.dataset.number);
  for (const [number, row] of fresh) {
    const old = rowOf(number);
    if (old) renew(old, document.adoptNode(row));
    else held.set(number, document.adoptNode(row));
  }
  const drawing = document.querySelector("#board-map > .map-svg");
  const redrawn = page.querySelector("#board-map > .map-svg");
  if (drawing && redrawn) drawing.replaceWith(document.adoptNode(redrawn));
  settle();
  if (chosen()) show(chosen());
}

function chosen() {
  return list.querySelector("[aria-current='true']")?.dataset.number;
}

async function show(number, tries = 1) {
  if (!isWide.matches || !detail) return;
  shown += 1;
  const turn = shown;
  const answer = await ask(address(box.dataset.detailUrl, number));
  if (!answer || answer.status >= 500) {
    setTimeout(() => turn === shown && chosen() === String(number) && show(number, tries + 1), AGAIN * tries);
    return;
  }
  // The last one asked for is the newest; the others may come after it.
  if (!answer?.ok || answer.redirected || turn !== shown || chosen() !== String(number)) return;
  detail.replaceChildren(...parse(answer.text).body.childNodes);
  const query = new URLSearchParams(location.search);
  query.set("selected", number);
  history.replaceState(null, "", `?${query}`);
  document.dispatchEvent(new CustomEvent("tocsin:changed"));
}

function choose(row) {
  for (const other of list.children) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  document.dispatchEvent(new CustomEvent("tocsin:selected", { detail: { number: row.dataset.number } }));
  show(row.dataset.number);
}

async function acknowledge(form) {
  const number = form.closest("[data-row]").dataset.number;
  form.querySelector("button").disabled = true;
  const answer = await ask(form.action, { method: "POST", body: new FormData(form) });
  if (!answer?.ok) {
    form.querySelector("button").disabled = false;
    form.submit(); // Let the server say what is wrong, on a page of its own.
    return;
  }
  await readChanged(number);
  document.dispatchEvent(new CustomEvent("tocsin:recount"));
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-ack]")) return;
  event.preventDefault();
  acknowledge(event.target);
});
list.addEventListener("click", (event) => {
  const link = event.target.closest(".row-what a");
  // A key opens the incident; a plain click on a wide screen shows it beside the list.
  if (!link || !isWide.matches || event.detail === 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.closest("[data-row]"));
});
list.addEventListener("dblclick", (event) => {
  const link = event.target.closest(".row-what a");
  if (link) location.assign(link.href);
});
list.addEventListener("tocsin:chosen", (event) => choose(event.target));
document.addEventListener("tocsin:pick", (event) => {
  const row = rowOf(event.detail.number);
  if (!row) return;
  row.scrollIntoView({ block: "nearest" });
  choose(row);
});
bar.addEventListener("click", () => {
  (isWide.matches ? box : window).scrollTo({ top: 0 });
  settle(true);
  list.querySelector("a")?.focus({ preventScroll: true });
});
list.addEventListener("pointerleave", () => settle());
(isWide.matches ? box : window).addEventListener("scroll", () => held.size && settle(), { passive: true });
document.addEventListener("tocsin:incident", (event) => readChanged(event.detail.key));
document.addEventListener("tocsin:poll", readWhole);
document.addEventListener("tocsin:counters", (event) => {
  const old = document.getElementById("board-counters");
  const fresh = document.adoptNode(event.detail.cloneNode(true));
  // Which counter is the filter is known to this page, not to the fragment.
  [...old.children].forEach((counter, place) => {
    const now = fresh.children[place];
    now.removeAttribute("aria-current");
    if (counter.getAttribute("aria-current")) now.setAttribute("aria-current", "true");
  });
  old.replaceWith(fresh);
});
