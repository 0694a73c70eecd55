// What the reader wrote, kept in this browser: for each page one entry, in it the text of every
// cell that differs from the book's, under the cell's key.

const place = (page) => `unrolled-live:${page}`;

export function storedTexts(page) {
  try {
    return JSON.parse(localStorage.getItem(place(page))) ?? {};
  } catch {
    return {}; // no storage here, or not ours
  }
}

// Text of a cell; the book's own is not kept. Returns whether the browser kept it.
export function store(page, key, text) {
  const texts = storedTexts(page);
  if (text === null) delete texts[key];
  else texts[key] = text;
  try {
    if (Object.keys(texts).length) localStorage.setItem(place(page), JSON.stringify(texts));
    else localStorage.removeItem(place(page));
    return true;
  } catch {
    return false;
  }
}

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
