// Forms: focus on what is wrong, no double sending, a warning before losing what was typed.
const dirty = new Set();

document.querySelector("[data-focus]")?.focus();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (form) dirty.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  dirty.delete(form);
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // A browser that comes back with "previous page" must find the form usable again.
  setTimeout(() => delete form.dataset.sent, 8000);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

addEventListener("beforeunload", (event) => {
  if (dirty.size) event.preventDefault();
});

// A filter form marked so needs no button: it is sent when a choice changes.
document.addEventListener("change", (event) => {
  event.target.closest("form[data-auto]")?.requestSubmit();
});
