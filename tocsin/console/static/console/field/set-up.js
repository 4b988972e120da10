// Sets this phone up for the field log: asks for a token, keeps it in the phone's store, opens the log.
const form = document.getElementById("set-up");
const said = document.getElementById("set-up-said");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!isSecureContext || !navigator.serviceWorker) {
    said.textContent = form.dataset.insecure;
    return;
  }
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(String(answer.status));
    const { token, number } = await answer.json();
    await tocsinOutbox.setUp(token, number);
    location.assign(form.dataset.log);
  } catch {
    said.textContent = form.dataset.failed;
  }
});
