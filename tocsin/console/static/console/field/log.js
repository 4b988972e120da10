// The page of the field log: writes down without a network, and says truthfully what has left the phone.
const page = document.getElementById("field");
const say = page.dataset;
const form = document.getElementById("entry");
const banner = document.getElementById("banner");
const link = document.getElementById("link");
const saved = document.getElementById("saved");
const list = document.getElementById("entries");
const strange = document.getElementById("strange");
const what = form.elements.namedItem("what");
const text = form.elements.namedItem("text");
const RESTRICTED = say.restricted.split(" ");
const SOONEST = 5000;
const LATEST = 60000;
const FEWEST_LETTERS = 2;
const MOST_NAMES = 8;
let pause = SOONEST;
let timer = 0;
let names = [];

begin();

async function begin() {
  if (!isSecureContext || !navigator.serviceWorker || !self.indexedDB) return show("insecure");
  if (!(await tocsinOutbox.phone())) return show("unknown");
  show("ready");
  names = (await tocsinOutbox.places()) ?? [];
  navigator.serviceWorker.register(say.worker, { scope: say.scope });
  navigator.serviceWorker.addEventListener("message", refresh);
  navigator.storage?.persist?.();
  await refresh();
  deliver();
  renew();
}

// Fetch the key and the places anew. Without a link what is there stays good; a phone that was taken empties itself.
async function renew() {
  await tocsinOutbox.renew().catch(() => {});
  if (!(await tocsinOutbox.phone())) show("unknown");
}

// Show one of the parts of the page: "ready", "unknown" (to be set up), "insecure".
function show(name) {
  for (const part of page.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== name;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const isGuarded = RESTRICTED.includes(what.value);
  if (!isGuarded && !text.value.trim()) {
    text.setAttribute("aria-invalid", "true");
    announce(say.empty);
    text.focus();
    return;
  }
  const now = new Date();
  const ago = Number(form.elements.namedItem("ago").value);
  try {
    await tocsinOutbox.keep({
      way: form.elements.namedItem("way").value,
      text: isGuarded ? "" : text.value,
      kind: what.value,
      priority: form.elements.namedItem("priority").value,
      place: form.elements.namedItem("place").value.trim(),
      source: form.elements.namedItem("source").value.trim(),
      happened_at: new Date(now - ago * 60000).toISOString(),
      saved_at: now.toISOString(),
    });
  } catch {
    announce(say.full);
    return;
  }
  text.removeAttribute("aria-invalid");
  form.reset();
  guard();
  announce(say.saved);
  await refresh();
  askForLater();
  deliver();
});

what.addEventListener("change", guard);

// Words about sexual violence and children are not kept: fixed choices only (domain.md §5.2).
function guard() {
  const isGuarded = RESTRICTED.includes(what.value);
  text.disabled = isGuarded;
  document.getElementById("guarded").hidden = !isGuarded;
}

form.elements.namedItem("place").addEventListener("input", (event) => {
  const typed = plain(event.target.value);
  const found = typed.length < FEWEST_LETTERS ? [] : names.filter((one) => plain(one).startsWith(typed)).slice(0, MOST_NAMES);
  document.getElementById("places").replaceChildren(
    ...found.map((one) => Object.assign(document.createElement("option"), { value: one })),
  );
});

function plain(name) {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function announce(sentence) {
  saved.textContent = sentence;
}

// A browser that can (Chromium) sends by itself once there is a link, even with this page closed.
async function askForLater() {
  const worker = await navigator.serviceWorker.ready;
  await worker.sync?.register("tocsin-outbox").catch(() => {});
}

async function deliver() {
  clearTimeout(timer);
  const ended = await tocsinOutbox.send();
  await refresh(ended);
  // The worker may have emptied the phone meanwhile: without its key nothing can be kept.
  if (!(await tocsinOutbox.phone())) return show("unknown");
  if (strange) strange.hidden = ended !== "unknown"; // An older page, still kept, has no such part.
  pause = ended === "later" ? Math.min(pause * 2, LATEST) : SOONEST;
  if (ended === "later") timer = setTimeout(deliver, pause);
}

addEventListener("online", () => {
  pause = SOONEST;
  deliver();
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && deliver());

async function refresh(ended) {
  const rows = (await tocsinOutbox.entries()).sort((a, b) => b.number - a.number);
  const kept = rows.filter((one) => one.state === "kept").length;
  const refused = rows.filter((one) => one.state === "refused").length;
  const sentences = [kept ? say.keptSome.replace("{n}", kept) : say.allSent];
  if (kept && ended === "later") sentences.unshift(say.noLink);
  if (refused) sentences.push(say.refusedSome.replace("{n}", refused));
  link.textContent = sentences.join(" · ");
  banner.classList.toggle("banner-lost", Boolean(refused));
  banner.classList.toggle("banner-warning", Boolean(kept) && !refused);
  list.replaceChildren(...rows.map(line));
}

function line(row) {
  const item = document.createElement("li");
  const at = new Date(row.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  item.textContent = `${say.number.replace("{n}", row.number)} · ${at} · ${say[row.state]}`;
  return item;
}
