// Meetings that the server does not have yet, kept on the phone by person and group: half-filled sheets, and whole ones
// that wait for a connection. One draft for each meeting; its key stays, so that sending it twice records it once.

import { Queue } from "./queue.js";
import { uuid7 } from "./uuid7.js";

const FIRST = 3000;
const LONGEST = 60000;
const queueOf = ({ orang, kelompok }) => new Queue(orang, `rapat|${kelompok}`);

export const ready = () => uuid7();

export async function keep(place, draft) {
  await queueOf(place).put({ column: place.rapat, ...draft });
}

export async function waiting(place) {
  return (await queueOf(place).all()).filter((one) => one.column === place.rapat).pop() ?? null;
}

export async function take(place) {
  const queue = queueOf(place);
  for (const one of await queue.all()) if (one.column === place.rapat) await queue.remove(one.key);
}

// Whole meetings of a group that wait.
export async function unsent(place) {
  return (await queueOf(place).all()).filter((one) => one.ready);
}

export async function session() {
  const response = await fetch("/ksm/sesi", { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("session");
  return response.json();
}

// Sends the draft of one meeting, and again whenever there may be a connection, until the server said what became of it.
export class Sender {
  #place;
  #told;
  #timer = 0;
  #wait = FIRST;
  #busy = false;

  constructor(place, told) {
    this.#place = place;
    this.#told = told;
    addEventListener("online", () => { this.#wait = FIRST; this.send(); });
  }

  async send() {
    if (this.#busy) return;
    const draft = await waiting(this.#place);
    if (!draft?.ready) return;
    this.#busy = true;
    try {
      await this.#attempt(draft);
    } catch {
      this.#told.later();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.send(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST);
    } finally {
      this.#busy = false;
    }
  }

  async #attempt(draft) {
    const { orang, token } = await session();
    if (!orang) return this.#told.stop("Masuk lagi untuk mengirim; rapat aman di ponsel ini.");
    if (orang !== this.#place.orang) return this.#told.stop("Yang masuk sekarang orang lain. Rapat ini menunggu pencatatnya masuk lagi.");
    const response = await fetch(draft.path, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams(draft.fields),
    });
    if (response.status >= 500 || response.status === 429) throw new Error("later");
    if (response.ok && response.headers.get("Content-Type")?.includes("json")) {
      const { ke } = await response.json();
      await take(this.#place);
      return this.#told.done(ke);
    }
    await keep(this.#place, { ...draft, ready: false });
    return this.#told.refused();
  }
}
