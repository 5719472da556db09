// Saves each answer as it is given. Every answer goes into the queue first and leaves it only when the server has said
// what became of it; without this module the same form is saved by its button.

import { Queue } from "./queue.js";
import { uuid7 } from "./uuid7.js";

const root = document.getElementById("isian");
const form = document.getElementById("jawaban");
const line = document.getElementById("keadaan");
const queue = new Queue(root.dataset.orang, root.dataset.isian);
const TYPING = 1500; // milliseconds of quiet before a half-typed answer is sent; it is kept at every key
const LONGEST = 60000;
const BATCH = 50;
const WORDS = {
  disimpan: "Menyimpan …",
  tersimpan: "Tersimpan",
  menunggu: "Menunggu jaringan; jawaban aman di ponsel ini",
  bentrok: "Bentrok: pilih salah satu",
  ditolak: "Belum tersimpan: perbaiki dahulu",
};
let sending = null;
let timer = 0;
let wait = 2000;
let token = "";
let stopped = ""; // why the last attempt to send ended early

const fieldOf = (column) => form?.querySelector(`[data-kolom="${CSS.escape(column)}"]`);
const inputs = (field) => [...field.querySelectorAll("[data-isi]")];

function read(field) {
  const all = inputs(field);
  return all[0].type === "radio" ? (all.find((one) => one.checked)?.value ?? "") : all[0].value.trim();
}

function write(field, value) {
  const all = inputs(field);
  if (all[0].type === "radio") for (const one of all) one.checked = one.value === value;
  else all[0].value = value;
  field.dataset.nilai = read(field);
}

function mark(field, state, sentences = []) {
  const sign = field.querySelector("[data-tanda]");
  sign.textContent = WORDS[state] ?? "";
  sign.dataset.tanda = state;
  const error = field.querySelector("[data-galat]");
  error.textContent = sentences.join(" ");
  error.hidden = !sentences.length;
  field.classList.toggle("wrong", sentences.length > 0);
  for (const one of inputs(field)) one.toggleAttribute("aria-invalid", sentences.length > 0);
}

async function say(field, { reason = "", value = read(field), pause = 0 } = {}) {
  if (value === field.dataset.nilai && !reason) return;
  field.dataset.nilai = value;
  const answer = {
    key: uuid7(), column: field.dataset.kolom, value, base: field.dataset.dasar, reason,
    said_at: new Date().toISOString(),
  };
  mark(field, "disimpan");
  await queue.put(answer);
  await tell();
  if (pause) later(pause);
  else flush();
}

// What waits, said once for the whole page.
async function tell() {
  const all = await queue.all();
  const waiting = all.filter((one) => !one.state).length;
  const stuck = all.length - waiting;
  const words = [stopped];
  if (waiting && !sending) words.push(`${waiting} jawaban menunggu dikirim. Semuanya aman di ponsel ini.`);
  if (stuck) words.push(`${stuck} jawaban perlu Anda putuskan.`);
  line.textContent = words.filter(Boolean).join(" ") || "Semua jawaban tersimpan.";
  line.dataset.keadaan = stopped || waiting || stuck ? "menunggu" : "tersimpan";
  return all.length;
}

function flush() {
  clearTimeout(timer);
  sending ??= work().finally(() => { sending = null; });
  return sending;
}

async function work() {
  for (;;) {
    const ready = (await queue.all()).filter((one) => !one.state).slice(0, BATCH);
    if (!ready.length) { wait = 2000; await settle(); return; }
    for (const one of ready) await queue.change(one.key, { sent: true });
    const why = await send(ready);
    if (why !== null) { await settle(why); return; }
  }
}

async function settle(why = "") {
  sending = null;
  stopped = why;
  const waiting = (await queue.all()).filter((one) => !one.state);
  if (why) for (const one of waiting) if (fieldOf(one.column)) mark(fieldOf(one.column), "menunggu");
  await tell();
  if (!why && waiting.length) later(TYPING); // given while the last batch was on its way
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(flush, pause);
}

function again() {
  later(wait);
  wait = Math.min(wait * 2, LONGEST);
}

// null when the answers were dealt with, else why sending stopped.
async function send(answers) {
  const body = answers.map(({ key, column, value, base, reason, said_at }) => ({ key, column, value, base, reason, said_at }));
  let response;
  try {
    token ||= (await session()).token;
    response = await fetch(root.dataset.simpan, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ orang: root.dataset.orang, jawaban: body }),
    });
  } catch (error) {
    if (error.stop) return error.stop;
    again();
    return "Tidak ada jaringan.";
  }
  if (response.ok) { await received(answers, await response.json()); return null; }
  token = ""; // asked anew before the next attempt: signing in changes it
  const told = await response.json().catch(() => ({}));
  if (!told.kalimat) again();
  return told.kalimat ?? "Server belum dapat menerima.";
}

// Who is signed in now, and the token that a post needs.
async function session() {
  const response = await fetch(root.dataset.simpan, { headers: { Accept: "application/json" } });
  const told = await response.json();
  if (response.status === 401) throw Object.assign(new Error("signed out"), { stop: signedOut(told) });
  if (!response.ok) throw Object.assign(new Error("refused"), { stop: told.kalimat });
  if (told.orang !== root.dataset.orang) throw Object.assign(new Error("another"), { stop: root.dataset.lain });
  return told;
}

function signedOut(told) {
  const link = document.getElementById("masuk-lagi");
  if (link) link.hidden = false;
  return told.kalimat;
}

async function received(answers, told) {
  const link = document.getElementById("masuk-lagi");
  if (link) link.hidden = true;
  const sent = new Map(answers.map((one) => [one.key, one]));
  for (const result of told.hasil) await outcome(sent.get(result.key), result);
  for (const score of told.skor) showScore(score);
  for (const place of document.querySelectorAll("[data-terjawab]")) place.textContent = told.terjawab;
}

async function outcome(answer, result) {
  const field = fieldOf(result.column);
  const kept = !["bentrok", "ditolak"].includes(result.status);
  if (kept) await queue.remove(answer.key);
  else await queue.change(answer.key, { state: result.status, sent: false, told: result });
  if (!field) return;
  if (kept && result.kini) field.dataset.dasar = result.kini.key;
  const newer = (await queue.all()).some((one) => one.column === answer.column && one.key > answer.key);
  if (newer || read(field) !== answer.value) return; // already typing something else
  show(field, result);
}

function show(field, result) {
  const { status, kalimat } = result;
  mark(field, ["bentrok", "ditolak"].includes(status) ? status : "tersimpan", kalimat);
  const reason = field.querySelector("[data-alasan]");
  reason.hidden = status !== "perlu-alasan" && !reason.querySelector("textarea").value;
  const clash = field.querySelector("[data-bentrok]");
  clash.hidden = status !== "bentrok";
  if (status !== "bentrok") return;
  clash.querySelector("[data-siapa]").textContent = result.lain.orang;
  clash.querySelector("[data-lain]").textContent = result.lain.terbaca;
  clash.querySelector("[data-pakai-lain]").onclick = () => choose(field, result.lain, result.lain.value);
  clash.querySelector("[data-pakai-saya]").onclick = () => choose(field, result.lain, read(field));
}

// Either choice has seen the other's answer, so it is said again on top of it.
async function choose(field, other, value) {
  field.querySelector("[data-bentrok]").hidden = true;
  write(field, value);
  field.dataset.dasar = other.key;
  field.dataset.nilai = "\u0000";
  await say(field, { value });
}

function showScore({ kode, kalimat }) {
  const place = document.querySelector(`[data-skor="${CSS.escape(kode)}"]`);
  if (place) place.textContent = kalimat;
}

// What was typed but not sent when the page was closed.
async function restore() {
  for (const answer of await queue.all()) {
    if (answer.sent) await queue.change(answer.key, { sent: false });
    const field = fieldOf(answer.column);
    if (!field) continue;
    write(field, answer.value);
    if (answer.told) show(field, answer.told);
    else mark(field, "menunggu");
  }
}

function listen() {
  for (const field of form.querySelectorAll("[data-kolom]")) {
    field.addEventListener("input", (event) => {
      if ("isi" in event.target.dataset) say(field, { pause: TYPING });
    });
    field.addEventListener("change", (event) => {
      if ("isi" in event.target.dataset) flush();
    });
    field.querySelector("[data-simpan-alasan]").addEventListener("click", () => {
      const reason = field.querySelector("[data-alasan] textarea").value.trim();
      if (reason) say(field, { reason });
    });
    for (const offer of field.querySelectorAll("[data-pakai]")) {
      offer.addEventListener("click", (event) => {
        event.preventDefault();
        const before = field.dataset.nilai;
        write(field, offer.dataset.pakai);
        field.dataset.nilai = before;
        say(field);
      });
    }
  }
  form.addEventListener("submit", leave);
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}

// What is still being typed goes into the queue before the page is gone.
function keep() {
  for (const field of form.querySelectorAll("[data-kolom]")) if (read(field) !== field.dataset.nilai) say(field);
}

async function leave(event) {
  event.preventDefault();
  for (const field of form.querySelectorAll("[data-kolom]")) await say(field);
  await flush();
  if (!(await tell())) { location.assign(form.dataset.lanjut); return; }
  const first = form.querySelector(".wrong [data-isi], [data-bentrok]:not([hidden]) button");
  (first ?? line).focus();
}

if (form) {
  for (const field of form.querySelectorAll("[data-kolom]")) field.dataset.nilai = read(field);
  await restore();
  listen();
}
addEventListener("online", () => { wait = 2000; flush(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
if (await queue.all().then((all) => all.length)) flush();
else if (form) await tell();
root.dataset.siap = "ya";
