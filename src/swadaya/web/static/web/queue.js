// Answers that the server does not have yet, kept in the phone (IndexedDB) by person and form: closing the page, losing
// the connection or somebody else signing in loses none of them.

const NAME = "swadaya-isian";
const STORE = "jawaban";
let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "key" }).createIndex("owner", "owner");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => { opening = undefined; reject(request.error); };
  });
  return opening;
}

async function within(mode, work) {
  const store = (await database()).transaction(STORE, mode).objectStore(STORE);
  return new Promise((resolve, reject) => {
    let result;
    const asked = work(store);
    if (asked) asked.onsuccess = () => { result = asked.result; };
    store.transaction.oncomplete = () => resolve(result);
    store.transaction.onabort = store.transaction.onerror = () => reject(store.transaction.error);
  });
}

export class Queue {
  // owner: who answers and which form, so that nobody sends what another has typed.
  constructor(person, form) {
    this.owner = `${person}|${form}`;
  }

  // In the order in which they were said.
  async all() {
    const found = await within("readonly", (store) => store.index("owner").getAll(this.owner));
    return found.sort((one, other) => (one.key < other.key ? -1 : 1));
  }

  // A newer answer to the same field takes the place of an older one, unless that is on its way (sent).
  async put(answer) {
    const older = (await this.all()).filter((one) => one.column === answer.column && !one.sent);
    await within("readwrite", (store) => {
      for (const one of older) store.delete(one.key);
      store.put({ ...answer, owner: this.owner });
    });
  }

  async change(key, more) {
    await within("readwrite", (store) => {
      const asked = store.get(key);
      asked.onsuccess = () => { if (asked.result) store.put({ ...asked.result, ...more }); };
    });
  }

  async remove(key) {
    await within("readwrite", (store) => { store.delete(key); });
  }
}
