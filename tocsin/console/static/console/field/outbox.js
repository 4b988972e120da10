// The outbox of the field log: entries sealed in the phone's own store, and their way out. Used by the page and its worker.
// What is sealed here opens only at the server (domain/field_seal.py): the phone itself cannot read it again.
self.tocsinOutbox = (() => {
  const STORE = "tocsin-field";
  const LABEL = new TextEncoder().encode("tocsin field entry 1");
  const DAY = 24 * 3600 * 1000;
  // What was not taken must be called in by somebody who has seen it; what was, nobody needs to look for.
  const RECEIPT_KEPT = { sent: DAY, refused: 14 * DAY };
  const API = "/api/v1/field";
  const PATIENCE = 120 * 1000;
  // Our server's own words for what it will not take and has, or nobody can have: only then an entry leaves the phone.
  const REFUSALS = ["field.entry_unreadable", "field.entry_too_long", "field.entry_differs"];
  const MOST_FAILED = 3; // of one round: what fails alone must not hold up the rest, nor a failing server cost airtime
  const FULL_FOR = 3600 * 1000; // what the server has no room for, and said so, is offered again after an hour

  let opened = null;

  function store() {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open(STORE, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("phone");
        asked.result.createObjectStore("entries", { keyPath: "id" });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  }

  // Do all of `work` in one transaction; what its last request found, once the phone has it on its disk.
  async function within(names, mode, work) {
    const db = await store();
    return new Promise((done, failed) => {
      const turn = db.transaction(names, mode, { durability: "strict" });
      const found = work(turn);
      turn.oncomplete = () => done(found?.result);
      turn.onerror = turn.onabort = () => failed(turn.error);
    });
  }

  const phone = () => within(["phone"], "readonly", (turn) => turn.objectStore("phone").get("own"));
  const places = () => within(["phone"], "readonly", (turn) => turn.objectStore("phone").get("places"));
  const entries = () => within(["entries"], "readonly", (turn) => turn.objectStore("entries").getAll());

  // Keep the token of a phone that was just set up. Entries of before, under a token that is no longer known, go with it.
  async function setUp(token, number) {
    const pack = await fetchPack(token);
    const waiting = (await entries()).filter((one) => one.state === "kept").sort((a, b) => a.number - b.number);
    await within(["phone", "entries"], "readwrite", (turn) => {
      waiting.forEach((row, i) => turn.objectStore("entries").put({ ...row, number: i + 1 }));
      turn.objectStore("phone").put({ token, number, key: pack.key, count: waiting.length }, "own");
      turn.objectStore("phone").put(pack.places, "places");
    });
  }

  // A phone's link often goes without a word; who waited for it would hold up all that is kept.
  function ask(address, options) {
    const giving = new AbortController();
    setTimeout(() => giving.abort(), PATIENCE);
    return fetch(address, { ...options, signal: giving.signal });
  }

  async function fetchPack(token) {
    const answer = await ask(`${API}/pack`, { headers: { Authorization: `Bearer ${token}` } });
    const said = await answer.json();
    if (said.code === "field.phone_forgotten") await empty();
    if (!answer.ok || !said.key) throw new Error(`pack: ${answer.status}`);
    return said;
  }

  async function renew() {
    const own = await phone();
    if (!own) return;
    const pack = await fetchPack(own.token);
    await within(["phone"], "readwrite", (turn) => {
      const box = turn.objectStore("phone");
      const asked = box.get("own");
      asked.onsuccess = () => asked.result && box.put({ ...asked.result, key: pack.key }, "own");
      box.put(pack.places, "places");
    });
  }

  // Return an id whose first bits are the time (UUID version 7): entries sort as they were written.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const now = Date.now();
    for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) % 256;
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  async function seal(key, id, words) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const raw = Uint8Array.from(atob(key), (one) => one.charCodeAt(0));
    const theirs = await crypto.subtle.importKey("raw", raw, curve, false, []);
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const stretched = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const aes = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: LABEL },
      stretched,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt"],
    );
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder();
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv: nonce, additionalData: text.encode(id) },
      aes,
      text.encode(JSON.stringify(words)),
    );
    const point = await crypto.subtle.exportKey("raw", own.publicKey);
    return new Blob([new Uint8Array([1]), point, nonce, sealed]).arrayBuffer();
  }

  // Seal an entry and keep it; when this returns it is on the phone's disk. What can be read of it there: when, and how urgent.
  async function keep(words) {
    const own = await phone();
    const id = newId();
    const sealed = await seal(own.key, id, words);
    await within(["phone", "entries"], "readwrite", (turn) => {
      const box = turn.objectStore("phone");
      const asked = box.get("own");
      asked.onsuccess = () => {
        const number = asked.result.count + 1;
        box.put({ ...asked.result, count: number }, "own");
        const row = { id, number, sealed, at: words.saved_at, grave: words.priority === "P1", state: "kept" };
        turn.objectStore("entries").add(row);
      };
    });
  }

  // Send what is kept, the gravest and oldest first, one sender at a time. Return how it ended:
  // "sent" (nothing is left), "later" (no link, or the server is busy), "unknown" (set up anew), "forgotten" (all is gone).
  function send() {
    const once = () => sendAll();
    if (!navigator.locks) return once();
    return navigator.locks.request("tocsin-outbox", once);
  }

  async function sendAll() {
    const own = await phone();
    if (!own) return "unknown";
    const kept = (await entries()).filter((one) => one.state === "kept");
    const due = kept.filter((one) => !waits(one));
    // What failed before comes after all that did not: three such, of any gravity, must not keep a fourth from being tried.
    const tries = (one) => one.failed ?? 0;
    const order = (one) => [Math.min(tries(one), 1), one.grave ? 0 : 1, tries(one), one.number];
    due.sort((a, b) => order(a).map((rank, i) => rank - order(b)[i]).find(Boolean) ?? 0);
    let failed = 0;
    for (const row of due) {
      const ended = await sendOne(own, row);
      if (ended === "failed") failed += 1;
      else if (ended) return ended;
      if (failed >= MOST_FAILED) break;
    }
    await dropOldReceipts();
    return failed || due.length < kept.length ? "later" : "sent";
  }

  // A phone's clock that was ahead and was put right makes nothing wait longer than it should.
  function waits(row) {
    const ahead = (row.offerAgain ?? 0) - Date.now();
    return ahead > 0 && ahead <= FULL_FOR;
  }

  // Return null once it is settled; else how it ended, "failed" for what was answered and not by our server's door.
  // Whatever stands before that door (a proxy, a page to sign in, a wrong name of the host) answers with any status.
  async function sendOne(own, row) {
    let answer;
    try {
      answer = await ask(`${API}/entries/${row.id}`, {
        method: "PUT",
        body: row.sealed,
        headers: {
          Authorization: `Bearer ${own.token}`,
          "Content-Type": "application/octet-stream",
          "X-Field-Number": String(row.number),
          "X-Field-Now": new Date().toISOString(),
        },
      });
    } catch {
      return "later";
    }
    const said = await answer.json().catch(() => null);
    if (answer.ok && said?.taken) {
      await settle({ ...row, state: "sent" });
    } else if (said?.code === "field.phone_forgotten") {
      await empty();
      return "forgotten";
    } else if (said?.code === "field.phone_unknown") {
      return "unknown";
    } else if (REFUSALS.includes(said?.code)) {
      await settle({ ...row, state: "refused" });
    } else if (said?.code === "field.phone_full") {
      await put({ ...row, offerAgain: Date.now() + FULL_FOR });
    } else {
      await put({ ...row, failed: (row.failed ?? 0) + 1 });
      return "failed";
    }
    return null;
  }

  function put(row) {
    return within(["entries"], "readwrite", (turn) => turn.objectStore("entries").put(row));
  }

  // The sealed words go once the server has answered for them; when and how it ended stays for a day.
  function settle(row) {
    const receipt = { id: row.id, number: row.number, at: row.at, grave: row.grave, state: row.state, settled: Date.now() };
    return put(receipt);
  }

  async function dropOldReceipts() {
    const old = (await entries()).filter((one) => one.settled && Date.now() - one.settled > RECEIPT_KEPT[one.state]);
    await within(["entries"], "readwrite", (turn) => {
      for (const row of old) turn.objectStore("entries").delete(row.id);
    });
  }

  // Leave nothing: the stores first, in one turn; then what the browser kept of the page.
  async function empty() {
    await within(["phone", "entries"], "readwrite", (turn) => {
      turn.objectStore("phone").clear();
      turn.objectStore("entries").clear();
    });
    for (const name of await caches.keys()) await caches.delete(name);
  }

  return { phone, places, entries, setUp, renew, keep, send, empty };
})();
