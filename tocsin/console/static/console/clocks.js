// Ticking ages, due times and the clock of the bar. Counts by the server's clock: a screen's own may be wrong.
const root = document.documentElement;
const offset = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;
const DAY = 86400;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** The server's time now, in milliseconds. */
function serverNow() {
  return Date.now() + offset;
}

/** `1:42` under an hour, then `1h06`; the same as the server writes. */
function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}`;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tickAges(now) {
  for (const element of document.querySelectorAll("time[data-age]")) {
    const seconds = (now - Date.parse(element.dateTime)) / 1000;
    if (seconds < DAY) write(element, span(seconds));
  }
}

function tickDues(now) {
  for (const element of document.querySelectorAll("time[data-due]")) {
    const seconds = (Date.parse(element.dateTime) - now) / 1000;
    if (Math.abs(seconds) >= DAY) continue;
    const isLate = seconds < 0;
    element.classList.toggle("late", isLate);
    const pattern = isLate ? element.dataset.late : element.dataset.left;
    write(element, pattern.replace("{t}", span(Math.abs(seconds))));
  }
}

function tickBar(now) {
  const moment = new Date(now);
  const two = (number) => String(number).padStart(2, "0");
  const zulu = `${two(moment.getUTCDate())}${two(moment.getUTCHours())}${two(moment.getUTCMinutes())}Z`;
  const year = two(moment.getUTCFullYear() % 100);
  const local = moment.toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: root.dataset.zone || undefined,
  });
  for (const element of document.querySelectorAll("[data-dtg]")) {
    write(element, `${zulu} ${MONTHS[moment.getUTCMonth()]} ${year}`);
  }
  for (const element of document.querySelectorAll("[data-local]")) write(element, local);
}

function tick() {
  const now = serverNow();
  tickAges(now);
  tickDues(now);
  tickBar(now);
}

tick();
setInterval(tick, 1000);
document.addEventListener("tocsin:changed", tick);
