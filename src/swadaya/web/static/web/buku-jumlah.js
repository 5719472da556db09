// Debit and credit add up while typing, and a journal grows by a line without a trip. Without this module the buttons of
// the same form do it.

const rupiah = new Intl.NumberFormat("id-ID");

const amount = (text) => {
  const plain = String(text).replace(/^\s*rp\.?\s*/i, "").replace(/(,0+)?\s*$/, "").trim();
  return /^(\d+|\d{1,3}(\.\d{3})+)$/.test(plain) ? Number(plain.replaceAll(".", "")) : 0;
};
const signed = (value) => (value < 0 ? `\u2212${rupiah.format(-value)}` : rupiah.format(value));

function prepare(form) {
  const sum = (side) =>
    [...form.querySelectorAll(`[data-sisi="${side}"]`)].reduce((total, one) => total + amount(one.value), 0);

  function put(name, text) {
    for (const one of form.querySelectorAll(`[data-out="${name}"]`)) if (one.textContent !== text) one.textContent = text;
  }

  function total() {
    const debit = sum("D");
    const credit = sum("K");
    const gap = debit - credit;
    put("debit", rupiah.format(debit));
    put("kredit", rupiah.format(credit));
    put("selisih", gap ? `Rp${signed(gap)}` : debit ? "Rp0 \u2713" : "\u2013");
    put("seimbang", gap ? `Selisih Rp${signed(gap)}.` : debit ? "\u2713 Sama." : "");
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
    if (event.target.dataset.sisi && amount(event.target.value)) {
      event.target.value = rupiah.format(amount(event.target.value));
    }
  });
  for (const line of form.querySelectorAll(".entry")) fit(line);
  for (const one of form.querySelectorAll("[data-js]")) one.hidden = false;
  total();
  form.dataset.siap = "ya";
}

document.querySelectorAll("[data-seimbang]").forEach(prepare);
document.querySelector(".errors")?.focus();
