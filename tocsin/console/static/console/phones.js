// The phone bench: what phones heard, asked for every second, and sending without leaving the page.
import { ask } from "./asking.js";

const wall = document.querySelector("[data-phones]");
const kept = Number(wall.dataset.kept);
let offset = wall.dataset.offset;
let isAsking = false;

function screenOf(number) {
  return wall.querySelector(`[data-number="${CSS.escape(number)}"] [data-screen]`);
}

function show(screen, text, isSent) {
  const line = document.createElement("li");
  line.textContent = text;
  line.classList.add(isSent ? "phone-sent" : "phone-new");
  for (const old of screen.querySelectorAll(".phone-new")) if (!isSent) old.classList.remove("phone-new");
  screen.append(line);
  while (screen.children.length > kept) screen.firstElementChild.remove();
  screen.scrollTop = screen.scrollHeight;
}

async function hear() {
  if (isAsking || document.hidden) return;
  isAsking = true;
  const answer = await ask(`${wall.dataset.heard}?after=${offset}`);
  isAsking = false;
  if (!answer?.ok || answer.redirected) return; // The next second asks again.
  const heard = JSON.parse(answer.text);
  offset = heard.offset;
  for (const one of heard.texts) {
    const screen = screenOf(one.to);
    if (screen) show(screen, one.text, false);
  }
}

async function send(form, button) {
  const fields = new FormData(form);
  fields.set("kind", button.value);
  const words = fields.get("text").trim();
  const isCall = button.value === "missed_call";
  if (!words && !isCall) return;
  button.disabled = true;
  const answer = await ask(form.action, { method: "POST", body: fields, headers: { "X-Bench": "1" } });
  button.disabled = false;
  const status = answer?.ok ? JSON.parse(answer.text).status : (answer?.status ?? 0);
  const screen = screenOf(fields.get("number"));
  if (status === 200) {
    show(screen, isCall ? wall.dataset.textCall : words, true);
    form.elements.text.value = "";
  } else {
    show(screen, wall.dataset.textLost.replace("{status}", String(status)), false);
  }
}

wall.addEventListener("submit", (event) => {
  event.preventDefault();
  // forms.js marks a sent form so that it is not sent twice; this one stays on the page.
  delete event.target.dataset.sent;
  send(event.target, event.submitter ?? event.target.querySelector("button"));
});
for (const screen of wall.querySelectorAll("[data-screen]")) screen.scrollTop = screen.scrollHeight;
setInterval(hear, 1000);
