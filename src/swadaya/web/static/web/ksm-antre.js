// On the page of a group: says which meetings are still on this phone, and sends those that are whole.

import { Sender, unsent } from "./ksm-draf.js";

const box = document.getElementById("antre");
const found = await unsent(box.dataset);

function tell(words, path) {
  const link = document.createElement("a");
  link.href = path;
  link.textContent = "Buka lembarnya";
  box.replaceChildren(`${words} `, link);
  box.hidden = false;
}

for (const one of found) {
  const place = { orang: box.dataset.orang, kelompok: box.dataset.kelompok, rapat: one.column };
  const sender = new Sender(place, {
    done: () => location.reload(),
    later: () => tell("Satu rapat di ponsel ini menunggu jaringan.", one.path),
    stop: (sentence) => tell(sentence, one.path),
    refused: () => tell("Satu rapat di ponsel ini ditolak dan perlu diperbaiki.", one.path),
  });
  sender.send();
}
