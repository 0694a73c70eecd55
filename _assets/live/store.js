// What the reader wrote, kept in this browser: for each page one entry, in it the text of every
// cell that differs from the book's, under the cell's key. A second entry holds what checks of such
// texts said: {texts, said}.

const place = (page) => `unrolled-live:${page}`;
const verdicts = (page) => `unrolled-live-verdicts:${page}`;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {}; // no storage here, or not ours
  }
}

// Null removes a value. Returns whether the browser kept it.
function write(name, key, value) {
  const values = read(name);
  if (value === null) delete values[key];
  else values[key] = value;
  try {
    if (Object.keys(values).length) localStorage.setItem(name, JSON.stringify(values));
    else localStorage.removeItem(name);
    return true;
  } catch {
    return false;
  }
}

export const storedTexts = (page) => read(place(page));
export const storedVerdicts = (page) => read(verdicts(page));
export const store = (page, key, text) => write(place(page), key, text);
export const storeVerdict = (page, key, verdict) => write(verdicts(page), key, verdict);

// A cell is known by its text in the book, and by which of several equal ones it is: a cell that is
// added or removed elsewhere does not move the answers.
export function keysOf(sources) {
  const seen = new Map();
  return sources.map((source) => {
    const hash = hashOf(source);
    seen.set(hash, (seen.get(hash) ?? 0) + 1);
    return `${hash}-${seen.get(hash)}`;
  });
}

// FNV-1a: short, and good enough to tell a page's cells apart.
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
