// One letter per action. The key stands on the button (data-key); rows are [data-row] inside [data-rows].
const CURRENT = "aria-current";

/** A box that was just ticked takes no letters: the keys go on. */
function isTyping(target) {
  return target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

function rows() {
  return [...document.querySelectorAll("[data-rows] [data-row]")];
}

function current() {
  return document.querySelector(`[data-rows] [data-row][${CURRENT}="true"]`);
}

/** Make a row the current one, and tell the page, which may show it beside the list. */
function choose(row) {
  for (const other of rows()) if (other !== row) other.removeAttribute(CURRENT);
  row.setAttribute(CURRENT, "true");
  row.querySelector("a")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  row.dispatchEvent(new CustomEvent("tocsin:chosen", { bubbles: true }));
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  choose(all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
  return true;
}

function open() {
  const link = current()?.querySelector("a[href]");
  if (!link) return false;
  location.assign(link.href);
  return true;
}

/** The button that a letter stands for: in the row of what has the focus, in the current row, then anywhere on the page. */
function buttonFor(key, target) {
  const selector = `[data-key="${CSS.escape(key)}"]:not(:disabled)`;
  const inRow = (target.closest("[data-rows] [data-row]") ?? current())?.querySelector(selector);
  if (inRow) return inRow;
  return [...document.querySelectorAll(selector)].find((button) => button.checkVisibility());
}

function press(key, target) {
  const button = buttonFor(key, target);
  if (!button) return false;
  button.click();
  return true;
}

function toLog() {
  const link = document.querySelector("[data-log-link]");
  if (!link) return false;
  location.assign(link.href);
  return true;
}

function search() {
  const field = document.querySelector("[data-search]");
  if (!field) return false;
  field.focus();
  field.select();
  return true;
}

function help() {
  document.getElementById("keys").showModal();
  return true;
}

const ACTIONS = { j: () => move(1), k: () => move(-1), "/": search, "?": help };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  let isDone = false;
  if (key === "enter") isDone = event.target.closest("a, button, summary, input") === null && open();
  else if (ACTIONS[key]) isDone = ACTIONS[key]();
  else if (key.length === 1) isDone = press(key, event.target) || (key === "l" && toLog());
  if (isDone) event.preventDefault();
});
