// Amounts as they are typed. Grammar and limits are those of core/money.py, letter for letter, and the same table of
// cases holds for both: what the server refuses is never counted here, and a total with such a field is no number.

const BLANK = String.raw`[ \t\r\n\u00a0\u2009\u202f]*`;
const GROUPED = String.raw`0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*`;
export const AMOUNT = String.raw`${BLANK}(?:[Rr][Pp]\.?${BLANK})?(${GROUPED})(?:,(?:00|[-\u2013]))?${BLANK}`;
export const NOTHING = String.raw`${BLANK}[-\u2013]?${BLANK}`;
export const MOST = { jurnal: 1_000_000_000_000_000, rapat: 1_000_000_000_000 };
export const LONGEST = 80;
export const MOST_PIECES = 999_999;

const shape = new RegExp(`^(?:${AMOUNT})$`);
const empty = new RegExp(`^(?:${NOTHING})$`);
const counts = new RegExp(`^${BLANK}(${GROUPED})${BLANK}$`);
const digits = new Intl.NumberFormat("id-ID");

const within = (found, most) => {
  const value = found ? Number(found[1].replaceAll(".", "")) : NaN;
  return value <= most ? value : NaN;
};

// Whole Rupiah; null where nothing is written, NaN where the server would refuse it.
export function read(text, most) {
  if (empty.test(text)) return null;
  return text.length <= LONGEST ? within(shape.exec(text), most) : NaN;
}

// How many pieces: a number without Rp.
export const count = (text) => (/^\s*$/.test(text) ? null : within(counts.exec(text), MOST_PIECES));

// What amounts come to; NaN with one that cannot be read, or where a browser's numbers end.
export function add(amounts) {
  const total = amounts.reduce((sum, one) => sum + one, 0);
  return total <= Number.MAX_SAFE_INTEGER ? total : NaN;
}

const minus = (value, text) => (value < 0 ? `\u2212${text}` : text);

export const write = (value) => (Number.isNaN(value) ? "?" : minus(value, digits.format(Math.abs(value))));
export const writeRp = (value) => (Number.isNaN(value) ? "?" : minus(value, `Rp${digits.format(Math.abs(value))}`));

// Marks the fields that cannot be read; says which is the first of them, or nothing.
export function unread(fields) {
  let first = "";
  for (const [field, value] of fields) {
    if (Number.isNaN(value)) {
      field.setAttribute("aria-invalid", "true");
      field.dataset.takTerbaca = "";
      first ||= `\u201c${field.value.trim().slice(0, 20)}\u201d tidak terbaca`;
    } else if ("takTerbaca" in field.dataset) {
      field.removeAttribute("aria-invalid");
      delete field.dataset.takTerbaca;
    }
  }
  return first;
}
