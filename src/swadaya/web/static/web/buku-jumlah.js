// Debit and credit add up while typing, and a journal grows by a line without a trip. Without this module the buttons of
// the same form do it.

import { MOST, add, read, unread, write } from "./money.js";

const amount = (field) => read(field.value, MOST.jurnal);

function prepare(form) {
  const sum = (side) => add([...form.querySelectorAll(`[data-sisi="${side}"]`)].map(amount));

  function put(name, text) {
    for (const one of form.querySelectorAll(`[data-out="${name}"]`)) if (one.textContent !== text) one.textContent = text;
  }

  function total() {
    const debit = sum("D");
    const credit = sum("K");
    const gap = debit - credit;
    const strange = unread([...form.querySelectorAll("[data-sisi]")].map((one) => [one, amount(one)]));
    put("debit", write(debit));
    put("kredit", write(credit));
    if (Number.isNaN(gap)) {
      put("selisih", "?");
      put("seimbang", strange ? `${strange}; tulis seperti 1.500.000.` : "Terlalu besar untuk dijumlahkan.");
      return;
    }
    put("selisih", gap ? `Rp${write(gap)}` : debit ? "Rp0 \u2713" : "\u2013");
    put("seimbang", gap ? `Selisih Rp${write(gap)}.` : debit ? "\u2713 Sama." : "");
  }

  // Whom a line names is asked only where its account names somebody.
  function fit(line) {
    const chosen = line.querySelector("select").selectedOptions[0];
    for (const label of line.querySelectorAll("[data-untuk]")) {
      label.hidden = !chosen?.hasAttribute(`data-${label.dataset.untuk}`);
    }
  }

  const lines = form.querySelector("[data-baris]");
  const shape = form.querySelector("template");
  form.querySelector("[data-tambah]")?.addEventListener("click", (event) => {
    const number = lines.children.length + 1;
    if (number > 60) return;
    event.preventDefault();
    const made = document.createElement("div");
    made.innerHTML = shape.innerHTML.replaceAll("b-N-", `b-${number}-`).replaceAll('"bN"', `"b${number}"`)
      .replaceAll("Baris N", `Baris ${number}`);
    lines.append(made.firstElementChild);
    form.elements.banyak.value = String(number);
    fit(lines.lastElementChild);
    lines.lastElementChild.querySelector("select").focus();
  });
  form.addEventListener("input", (event) => {
    if (event.target.dataset.sisi) total();
  });
  form.addEventListener("change", (event) => {
    const line = event.target.closest(".entry");
    if (line && event.target.name.endsWith("-akun")) fit(line);
    if (event.target.dataset.sisi && amount(event.target)) event.target.value = write(amount(event.target));
  });
  for (const line of form.querySelectorAll(".entry")) fit(line);
  for (const one of form.querySelectorAll("[data-js]")) one.hidden = false;
  total();
  form.dataset.siap = "ya";
}

document.querySelectorAll("[data-seimbang]").forEach(prepare);
document.querySelector(".errors")?.focus();
