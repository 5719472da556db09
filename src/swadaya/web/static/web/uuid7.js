// Keys made on the phone: UUIDv7, ascending in the order in which one phone made them.

let last = 0n;

export function uuid7(now = Date.now()) {
  const random = crypto.getRandomValues(new Uint8Array(10));
  let stamp = (BigInt(now) << 12n) | (BigInt(random[0] & 7) << 8n) | BigInt(random[1]);
  if (stamp <= last) stamp = last + 1n; // several answers within one millisecond, or a clock set back
  last = stamp;
  const head = (((stamp >> 12n) << 16n) | 0x7000n | (stamp & 0xfffn)).toString(16).padStart(16, "0");
  const tail = [random[2] & 0x3f | 0x80, ...random.slice(3)].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${head.slice(0, 8)}-${head.slice(8, 12)}-${head.slice(12)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
