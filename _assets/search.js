// The search page: a list of sections, from the index that _ext/search.py wrote for Pagefind. At
// file:// a browser reads no index, and some copies have none: then Sphinx's own search answers.
const form = document.querySelector(".book-search form");
const [field, status] = [form.elements.q, document.querySelector(".search-status")];
const [place, more] = [document.querySelector("#search-results"), document.querySelector(".search-more")];
const AT_ONCE = 10;
const WEIGHTS = { heading: 5, lab: 3, aside: 2, page: 0.2, words: 8, code: 0.01, url: 0 };
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
let index, found = [], shown = 0, asked = 0;

const open = async () => {
  const pagefind = await import(new URL(place.dataset.index, document.baseURI));
  index = pagefind.createInstance({
    noWorker: true, excerptLength: 26, ranking: { metaWeights: WEIGHTS },
  });
};

// Words that a section is lit up with when it is opened: no "to" and no "how".
const telling = (query) => {
  const words = query.replace(/["?!,]/g, " ").split(/\s+/).filter(Boolean);
  const long = words.filter((word) => word.length > 3);
  return (long.length ? long : words).join(" ");
};

const item = ({ meta, excerpt }, query) => {
  const kind = ["heading", "lab", "aside"].find((key) => meta[key]);
  const [page, section] = meta.url.split("#");
  const line = make("li");
  const href = `${page}?highlight=${encodeURIComponent(telling(query))}${section ? `#${section}` : ""}`;
  line.append(make("a", { href, textContent: meta[kind] }));
  const where = make("p", { className: "search-where" });
  where.textContent = section ? meta.page : "the page from its beginning";
  if (kind === "lab") where.prepend(make("b", { textContent: "Lab" }), " · ");
  line.append(where, make("p", { innerHTML: `${excerpt} …` })); // in which Pagefind has escaped < and >
  return line;
};

const show = async (query) => {
  const turn = asked;
  const next = await Promise.all(found.slice(shown, shown + AT_ONCE).map((one) => one.data()));
  if (turn !== asked) return;
  const list = place.querySelector("ol") ?? place.appendChild(make("ol"));
  const lines = next.map((one) => item(one, query));
  list.append(...lines);
  if (shown) lines[0]?.querySelector("a").focus();
  shown += next.length;
  more.hidden = shown >= found.length;
};

// No section has all words: those that have some, the more of them the better.
const anyWord = async (query) => {
  const sections = new Map();
  for (const word of new Set(query.split(/\s+/))) {
    for (const one of (await index.search(word)).results) {
      const before = sections.get(one.id);
      if (before) before.score += one.score;
      else sections.set(one.id, one);
    }
  }
  return [...sections.values()].sort((a, b) => b.score - a.score);
};

const search = async (query) => {
  const turn = ++asked;
  let results = query ? (await index.search(query)).results : [];
  const all = results.length > 0;
  if (!all && /\s/.test(query)) results = await anyWord(query);
  if (turn !== asked) return;
  [found, shown] = [results, 0];
  place.replaceChildren();
  more.hidden = true;
  const count = `${found.length} ${found.length === 1 ? "section" : "sections"}`;
  if (!query) status.textContent = "";
  else if (!found.length) status.textContent = `Nothing found for “${query}”.`;
  else if (all) status.textContent = `${count} found for “${query}”, the best first.`;
  else status.textContent = `No section has all words of “${query}”. ${count} with some of them:`;
  if (found.length) await show(query);
};

const otherwise = (why) => {
  status.textContent = `${why} This search names pages, not sections.`;
  for (const src of place.dataset.otherwise.split(" ")) {
    document.head.append(make("script", { src, async: false }));
  }
};

const begin = async () => {
  const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  field.value = query;
  if (location.protocol === "file:") {
    return otherwise("The book was opened as a file, from which a browser reads no index.");
  }
  try {
    await open();
    await search(query);
  } catch {
    return otherwise("This copy of the book has no index of its sections.");
  }
  let pause;
  const now = () => {
    clearTimeout(pause);
    const next = field.value.trim();
    history.replaceState(null, "", next ? `?q=${encodeURIComponent(next)}` : location.pathname);
    search(next);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); now(); });
  field.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(now, 300); });
  more.addEventListener("click", () => show(field.value.trim()));
};

begin();
