{% load static %}// Keeps the page of the field log on the phone, and sends what it kept when there is a link.
importScripts("{% static 'console/field/outbox.js' %}");
const NAME = "tocsin-field-{{ version }}";
const SHELL = [{% for address in shell %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((box) => box.addAll(SHELL)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((one) => one !== NAME).map((one) => caches.delete(one)));
  event.waitUntil(caches.keys().then(old).then(() => clients.claim()));
});

// The page and what it is drawn with come from the phone first: with one bar of signal nothing is waited for.
addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !SHELL.includes(pathname)) return;
  event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
});

addEventListener("sync", (event) => {
  if (event.tag === "tocsin-outbox") event.waitUntil(sendAndTell());
});

async function sendAndTell() {
  const ended = await tocsinOutbox.send();
  for (const one of await clients.matchAll()) one.postMessage(ended);
  if (ended === "later") throw new Error("there is no link yet: the browser asks again");
}
