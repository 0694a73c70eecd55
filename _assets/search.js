// The search page: a list of sections, from the index that _ext/search.py wrote for Pagefind. At
// file:// a browser reads no index, and some copies have none: then Sphinx's own search answers.
{
  const one = (selector) => document.querySelector(selector);
  const [form, told, more] = [".book-search form", ".search-status", ".search-more"].map(one);
  const [place, field] = [one("#search-results"), form.elements.q];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const AT_ONCE = 10;
  const WEIGHTS = { heading: 5, lab: 3, aside: 2, page: 0.2, words: 8, code: 0.01, url: 0 };
  let index, found = [], shown = 0, asked = 0, simple = false;

  const open = async () => {
    const pagefind = await import(new URL(place.dataset.index, document.baseURI));
    const ranking = { metaWeights: WEIGHTS };
    return pagefind.createInstance({ noWorker: true, excerptLength: 26, ranking });
  };

  // Without "how" and "to": what an opened section is lit up with.
  const telling = (query) => {
    const words = query.replace(/["?!,]/g, " ").split(/\s+/).filter(Boolean);
    const long = words.filter((word) => word.length > 3);
    return long.length ? long : words;
  };

  const item = ({ meta, excerpt }, query) => {
    const kind = ["heading", "lab", "aside"].find((key) => meta[key]);
    const [page, section] = meta.url.split("#");
    const lit = `${page}?highlight=${encodeURIComponent(telling(query).join(" "))}`;
    const link = make("a", { href: section ? `${lit}#${section}` : lit, textContent: meta[kind] });
    const where = make("p", { className: "search-where" });
    where.textContent = section ? meta.page : "the page from its beginning";
    if (kind === "lab") where.prepend(make("b", { textContent: "Lab" }), " · ");
    const line = make("li");
    line.append(link, where, make("p", { innerHTML: `${excerpt} …` })); // Pagefind escapes < and >
    return line;
  };

  const show = async (query) => {
    const turn = asked;
    const next = found.slice(shown, shown + AT_ONCE).map((result) => result.data());
    const lines = (await Promise.all(next)).map((section) => item(section, query));
    if (turn !== asked) return;
    (one("#search-results ol") ?? place.appendChild(make("ol"))).append(...lines);
    if (shown) lines[0].firstChild.focus();
    shown += lines.length;
    more.hidden = shown >= found.length;
  };

  // Pagefind shortens a word it does not know, to a letter if need be: such results are none.
  const ranked = async (query) => {
    const { results } = await index.search(query);
    const best = await results[0]?.data();
    const text = best ? `${best.content} ${Object.values(best.meta)}`.toLowerCase() : "";
    const known = (word) => text.includes(word.slice(0, 4).toLowerCase());
    return telling(query).some(known) ? results : [];
  };

  // No section has all words: those that have some, the more of them the better.
  const anyWord = async (query) => {
    const sections = new Map();
    for (const word of new Set(telling(query))) {
      for (const result of await ranked(word)) {
        result.score += sections.get(result.id)?.score ?? 0;
        sections.set(result.id, result);
      }
    }
    return [...sections.values()].sort((a, b) => b.score - a.score);
  };

  const search = async (query) => {
    const turn = ++asked;
    let results = [], all = true;
    if (query) {
      index ??= await open();
      results = await ranked(query);
      if (!results.length) [results, all] = [await anyWord(query), false];
    }
    if (turn !== asked) return;
    [found, shown, more.hidden] = [results, 0, true];
    place.replaceChildren();
    const count = `${found.length} ${found.length === 1 ? "section" : "sections"}`;
    if (!query) told.textContent = "";
    else if (!found.length) told.textContent = `Nothing found for “${query}”.`;
    else if (all) told.textContent = `${count} found for “${query}”, the best first.`;
    else told.textContent = `No section has all words of “${query}”. ${count} with some of them:`;
    if (found.length) await show(query);
  };

  const otherwise = (why) => {
    if (simple) return;
    simple = true;
    told.textContent = `${why} This search names pages, not sections.`;
    for (const src of place.dataset.otherwise.split(" ")) {
      document.head.append(make("script", { src, async: false }));
    }
  };

  const ask = (query) => search(query).catch(() => {
    otherwise("This copy of the book has no index of its sections.");
  });

  let pause;
  const now = () => {
    clearTimeout(pause);
    const query = field.value.trim();
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    ask(query);
  };
  form.addEventListener("submit", (event) => {
    if (simple) return;
    event.preventDefault();
    now();
  });
  field.addEventListener("input", () => {
    clearTimeout(pause);
    if (!simple) pause = setTimeout(now, 300);
  });
  more.addEventListener("click", () => show(field.value.trim()));

  field.value = new URLSearchParams(location.search).get("q")?.trim() ?? "";
  if (location.protocol !== "file:") ask(field.value);
  else otherwise("The book was opened as a file, from which a browser reads no index.");
}
