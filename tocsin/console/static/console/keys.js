// Security keys (WebAuthn). Without this file, or in a browser without keys, the code of the phone does.
// A form says what it does: data-key="create" adds one, data-key="get" proves one. `data-options` is where to ask.
import { ask } from "./asking.js";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function readable(options) {
  const listed = (found) => (found || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) read.excludeCredentials = listed(options.excludeCredentials);
  if (options.allowCredentials) read.allowCredentials = listed(options.allowCredentials);
  return read;
}

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = credential.response[name];
    if (value) response[name] = text(value);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: {} });
}

async function options(form) {
  const answer = await ask(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!answer) throw new Error("no answer");
  const said = JSON.parse(answer.text);
  if (!answer.ok) throw Object.assign(new Error(), { sentence: said.sentence });
  return said;
}

async function use(form) {
  const note = form.querySelector("[role=status]");
  note.textContent = form.dataset.touch;
  try {
    const publicKey = readable(await options(form));
    const credential = await navigator.credentials[form.dataset.key]({ publicKey });
    form.elements.answer.value = plain(credential);
    form.submit();
  } catch (error) {
    // Only our own sentences say what to do; others speak to a developer.
    note.textContent = error.sentence || form.dataset.failed;
  }
}

if (globalThis.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-keys]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-key]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use(form);
    });
  }
}
