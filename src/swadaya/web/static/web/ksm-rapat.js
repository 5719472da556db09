// The sheet of a meeting: totals while typing, one tap for what is usual, a draft on the phone, and sending that waits for
// a connection. Without this module the same form adds up and records by its buttons.

import { MOST, add, count, read, unread, write, writeRp } from "./money.js";
import { keep, ready, session, take, waiting, Sender } from "./ksm-draf.js";

const form = document.getElementById("rapat");
const line = document.getElementById("kirim");
const PAUSE = 250; // milliseconds of quiet before the total is spoken
let timer = 0;
let storing = Promise.resolve(); // drafts are kept one after the other

const amount = (field) => read(field.value, MOST.rapat);
const fields = (selector) => [...form.querySelectorAll(selector)];
const sum = (selector) => add(fields(selector).map(amount));

function put(name, text) {
  for (const one of form.querySelectorAll(`[data-out="${name}"]`)) if (one.textContent !== text) one.textContent = text;
}

function putLine(code, value) {
  const cell = form.querySelector(`[data-baris-kas="${CSS.escape(code)}"]`);
  if (cell) cell.textContent = value === 0 ? "\u2013" : write(value);
  return value;
}

function others(way) {
  const rows = fields("#lain .line").filter((row) => row.querySelector("select").selectedOptions[0]?.dataset.arah === way);
  return add(rows.map((row) => amount(row.querySelector("[data-uang]"))));
}

function counted() {
  let pieces = 0;
  let any = false;
  for (const one of fields("[data-note]")) {
    const value = Number(one.dataset.note) * count(one.value);
    one.parentElement.querySelector("[data-note-total]").textContent = write(value);
    any ||= one.value.trim() !== "";
    pieces += value;
  }
  const whole = amount(form.elements.dihitung);
  if (pieces > 0 && whole !== null && whole !== pieces) return NaN; // two counts that disagree are none
  return whole ?? (any ? pieces : null);
}

// What cannot be read, or is not counted, wherever it stands: the first of it in words.
function strange(cash) {
  const typed = [
    ...fields("[data-uang]").map((one) => [one, amount(one)]),
    ...fields("[data-note]").map((one) => [one, count(one.value)]),
  ];
  return unread(typed) || (Number.isNaN(cash) ? "Jumlah lembar dan jumlah uang berbeda" : "");
}

function total() {
  let savings = 0;
  for (const one of form.querySelectorAll("[data-baris-kas]")) {
    const code = one.dataset.barisKas;
    if (form.querySelector(`[data-sum="${code}"]`) && !["denda", "penarikan", "lain"].includes(code)) {
      savings += putLine(code, sum(`[data-sum="${code}"]`));
    }
  }
  const fines = putLine("denda", sum("#denda [data-uang]"));
  const taken = putLine("penarikan", -sum("#penarikan [data-uang]"));
  const income = putLine("masuk", others("masuk"));
  const spent = putLine("keluar", -others("keluar"));
  const books = Number(form.dataset.kasAwal) + savings + fines + taken + income + spent;
  const cash = counted();
  const gap = cash === null ? 0 : cash - books;
  const wrong = strange(cash);
  put("hadir", String(fields('.hisa input[value="H"]:checked').length));
  put("agenda", String(fields('#agenda input[type="checkbox"]:checked').length));
  put("agenda-semua", String(fields('#agenda input[type="checkbox"]').length));
  put("simpanan", write(savings));
  put("denda", write(fines));
  put("penarikan", write(-taken));
  put("lain", write(income + spent));
  put("buku", write(books));
  put("buku2", writeRp(books));
  put("fisik", cash === null ? "0" : write(cash));
  put("fisik2", cash === null ? "belum" : write(cash));
  put("selisih", wrong ? "?" : cash === null ? "\u2013" : gap ? writeRp(gap) : "Rp0 \u2713");
  const tag = form.querySelector('[data-out="cocok"]');
  tag.className = `tag ${wrong ? "bad" : cash === null ? "idle" : gap ? "bad" : "good"}`;
  tag.textContent = wrong || (cash === null ? "Uang belum dihitung"
    : gap ? `${gap < 0 ? "Kurang" : "Lebih"} ${writeRp(Math.abs(gap))}: hitung lagi` : "\u2713 Cocok, selisih Rp0");
  const why = form.querySelector("[data-selisih]");
  why.hidden = !gap && !form.elements.alasan.value && !why.classList.contains("wrong");
  for (const row of form.querySelectorAll(".put[data-anggota]")) {
    row.classList.toggle("absent", markOf(row.dataset.anggota) !== "H");
  }
  return { books, gap, cash, wrong };
}

function markOf(member) {
  return form.querySelector(`input[name="hadir-${member}"]:checked`)?.value ?? "";
}

function speak() {
  const { books, gap, cash, wrong } = total();
  const words = wrong || (cash === null ? "uang belum dihitung" : gap ? `selisih ${write(gap)}` : "cocok");
  put("ucap", `Kas menurut catatan ${write(books)} rupiah, ${words}`);
}

// One tap: everybody present pays the usual compulsory amount. Who has an amount already keeps it.
function fillUsual(text) {
  for (const input of fields('[data-sum="wajib"]')) {
    const member = input.name.split("-").pop();
    if (markOf(member) === "H" && !input.value.trim()) input.value = text;
  }
}

function addRow(part, values = {}) {
  const holder = document.getElementById(part);
  const shape = document.getElementById(`baris-${part}`);
  const numbers = fields(`[name^="${part}-"]`).map((one) => Number(one.name.split("-")[1]));
  const number = Math.max(-1, ...numbers) + 1;
  const made = document.createElement("div");
  made.innerHTML = shape.innerHTML.replaceAll("-N-", `-${number}-`).replaceAll('"N"', `"${number}"`);
  const row = made.firstElementChild;
  for (const [column, text] of Object.entries(values)) row.querySelector(`[name$="-${column}"]`).value = text;
  holder.append(row);
  return row;
}

function buttons(event) {
  const button = event.target.closest("button[name]");
  if (!button || button.name === "simpan") return;
  event.preventDefault();
  if (button.name === "isi") fillUsual(button.dataset.isi);
  if (button.name === "agenda-semua") for (const one of fields('#agenda input[type="checkbox"]')) one.checked = true;
  if (button.name === "tambah") {
    const part = button.value.split(":")[0];
    const { sebab, jumlah } = button.dataset;
    const row = addRow(part, sebab ? { sebab, jumlah } : {});
    row.querySelector("select, input:not([type=checkbox])").focus();
  }
  changed();
}

function changed() {
  total();
  clearTimeout(timer);
  timer = setTimeout(speak, PAUSE);
  store();
}

// The draft: every field by name, in the order of the page.
const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");

function store(more = {}) {
  const draft = { key: form.elements.kunci.value, fields: entries(), path: form.getAttribute("action"), ...more };
  form.dataset.draf = "menunggu";
  storing = storing.then(() => keep(form.dataset, draft)).then(() => { form.dataset.draf = "tersimpan"; });
  return storing;
}

function restore(draft) {
  const said = new Map(draft.fields);
  for (const name of said.keys()) {
    const [part, number] = name.split("-");
    if (!document.getElementById(`baris-${part}`) || !/^\d+$/.test(number)) continue;
    while (!form.querySelector(`[name^="${part}-${number}-"]`)) addRow(part);
  }
  for (const one of form.elements) {
    if (!one.name || ["csrfmiddlewaretoken", "kas_awal", "pertemuan"].includes(one.name) || one.tagName === "BUTTON") continue;
    if (one.type === "radio") { if (said.has(one.name)) one.checked = said.get(one.name) === one.value; }
    else if (one.type === "checkbox") one.checked = said.get(one.name) === one.value;
    else if (said.has(one.name)) one.value = said.get(one.name);
  }
}

function offerToStartAnew() {
  const box = document.getElementById("draf");
  box.querySelector("[data-kata]").textContent = "Isian yang belum dikirim dari ponsel ini ditampilkan lagi.";
  box.hidden = false;
  box.querySelector("[data-buang]").addEventListener("click", async () => {
    await storing;
    await take(form.dataset);
    location.reload();
  });
}

function say(text, stuck = false) {
  line.textContent = text;
  line.hidden = !text;
  if (stuck) line.focus();
}

const sender = new Sender(form.dataset, {
  done: (address) => location.assign(address),
  later: () => say("Tidak ada jaringan. Rapat aman di ponsel ini dan dikirim sendiri begitu tersambung.", true),
  stop: (sentence) => say(sentence, true),
  refused: () => refuse(),
});

// The server said no: the form is sent the plain way, so that the page comes back with every reason beside its field.
async function refuse() {
  const told = await session();
  form.elements.csrfmiddlewaretoken.value = told.token;
  HTMLFormElement.prototype.submit.call(form);
}

async function submit(event) {
  if (event.submitter && event.submitter.name !== "simpan") return;
  event.preventDefault();
  const button = form.querySelector('[name="simpan"]');
  button.disabled = true;
  if (!form.elements.ditutup_pada.value) form.elements.ditutup_pada.value = new Date().toISOString();
  await store({ ready: true });
  say("Mengirim …");
  await sender.send();
  button.disabled = false;
}

function writeOut(event) {
  const field = event.target;
  if ("uang" in (field.dataset ?? {}) && amount(field)) field.value = write(amount(field));
}

form.addEventListener("click", buttons);
form.addEventListener("input", changed);
form.addEventListener("change", (event) => { writeOut(event); changed(); });
form.addEventListener("submit", submit);
form.querySelector("[data-js]").hidden = false;

const draft = await waiting(form.dataset);
if ("ditolak" in form.dataset) {
  form.elements.ditutup_pada.value = "";
  await store({ ready: false });
} else if (draft) {
  restore(draft);
  if (draft.ready) { say("Menunggu jaringan; rapat aman di ponsel ini."); sender.send(); }
  else { form.elements.ditutup_pada.value = ""; offerToStartAnew(); }
} else {
  form.elements.kunci.value = ready();
}
total();
document.querySelector(".errors")?.focus();
form.dataset.siap = "ya";
