async ({ parts, root, site }) => {
  // Runs in the empty page that tools/make_pdf.py opens: fetches the pages of the site and puts their
  // articles one after another, so that one print gives one document. Every id gets the name of its
  // page before it, and links between pages become links within the document.
  const slug = (page) => page.replaceAll("/", "-");
  const entries = [[root, -1], ...parts.flatMap(([, pages]) => pages)];
  const names = new Map(entries.map(([page]) => [new URL(`${page}.html`, location).pathname, slug(page)]));
  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const REFERENCES = ["aria-labelledby", "aria-describedby", "for", "headers"];
  const sheets = new Map(); // stylesheets that only some pages load

  const linked = (link, at) => {
    const url = new URL(link.getAttribute("href"), at);
    const fragment = url.hash.slice(1);
    const to = names.get(url.pathname);
    if (url.origin !== location.origin) return;
    if (to) link.setAttribute("href", fragment ? `#${to}--${fragment}` : `#${to}`);
    else if (site) link.href = new URL(url.pathname.slice(1) + url.hash, site);
    else link.replaceWith(...link.childNodes); // a file of the site, which has no address
  };

  const articleOf = async (page, depth) => {
    const at = new URL(`${page}.html`, location);
    const text = await (await fetch(at)).text();
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const article = document.adoptNode(parsed.querySelector("article.bd-article"));
    const own = slug(page);
    for (const gone of article.querySelectorAll(
      "script, noscript, .headerlink, .onward, .on-screen, .landing-buttons, .landing-again",
    )) gone.remove();
    for (const still of article.querySelectorAll("[data-explorable]")) {
      still.querySelector("p").remove();
      still.removeAttribute("data-explorable");
      if (!site) continue;
      const figure = still.closest("figure").id;
      const words = make("a", { href: `${new URL(`${page}.html`, site)}#${figure}` }, "Push it on the site");
      still.after(make("p", { className: "pushed" }, words));
    }
    for (const picture of article.querySelectorAll("img")) {
      picture.src = new URL(picture.getAttribute("src"), at);
      picture.removeAttribute("loading");
    }
    for (const link of article.querySelectorAll("a[href]")) linked(link, at);
    for (const named of article.querySelectorAll("[id]")) named.id = `${own}--${named.id}`;
    for (const name of REFERENCES) {
      for (const e of article.querySelectorAll(`[${name}]`)) {
        const ids = e.getAttribute(name).trim().split(/\s+/);
        e.setAttribute(name, ids.map((id) => `${own}--${id}`).join(" "));
      }
    }
    // A level deeper in the bookmarks: under the part, a lab under its chapter.
    for (const heading of article.querySelectorAll("h1, h2, h3, h4, h5")) {
      heading.setAttribute("aria-level", Math.min(6, Number(heading.localName[1]) + 1 + depth));
    }
    for (const sheet of parsed.querySelectorAll('head link[rel="stylesheet"]')) {
      const address = new URL(sheet.getAttribute("href"), at).href;
      const name = new URL(address).pathname.split("/").at(-1).replace(".css", "");
      if (name === "site") continue;
      article.classList.add(`of-${name}`);
      sheets.set(name, address);
    }
    article.id = own;
    return [page, article, parsed];
  };

  const book = document.querySelector("#book");
  const contents = document.querySelector("#contents ol");
  const heads = [];
  const got = new Map();
  for (const [page, article, parsed] of await Promise.all(entries.map((entry) => articleOf(...entry)))) {
    got.set(page, article);
    if (page === root) {
      document.querySelector("#edition").textContent = parsed.querySelector(".edition").textContent;
      const picture = article.querySelector(".landing-picture svg");
      if (picture) document.querySelector("#cover .picture").append(picture.cloneNode(true));
    }
  }
  const titleOf = (article) => article.querySelector("h1").textContent.trim();
  const listed = (to, words, level) => {
    const entry = make("li", { className: `level-${level}` });
    entry.append(
      make("a", { href: `#${to}` }, make("span", {}, words)),
      make("span", { className: "page-number" }),
    );
    entry.lastChild.dataset.of = to;
    contents.append(entry);
  };
  const place = (page, level) => {
    const article = got.get(page);
    const title = page === root ? "About this book" : titleOf(article);
    if (page === root) article.querySelector("h1").textContent = title;
    heads.push([article.id, title]);
    listed(article.id, title, level);
    book.append(article);
  };
  place(root, 0);
  parts.forEach(([caption, pages], number) => {
    const id = `part-${number}`;
    const title = make("h1", { ariaLevel: "1" }, caption);
    book.append(make("section", { id, className: "part" }, title));
    listed(id, caption, 0);
    for (const [page, depth] of pages) place(page, depth + 1);
  });

  const scoped = await Promise.all([...sheets].map(async ([name, address]) =>
    `@scope (.of-${name}) {\n${await (await fetch(address)).text()}\n}`));
  const quoted = (words) => JSON.stringify(words);
  const running = heads.map(([id, title]) =>
    `@page of-${id} { @top-center { content: ${quoted(title)}; } }\n#${id} { page: of-${id}; }`);
  document.head.append(make("style", {}, [...scoped, ...running].join("\n")));

  await document.fonts.ready;
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => {})));
  const known = new Set([...document.querySelectorAll("[id]")].map((e) => e.id));
  const dead = [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => decodeURIComponent(link.getAttribute("href").slice(1)))
    .filter((id) => !known.has(id));
  const blank = [...document.images].filter((picture) => !picture.naturalWidth).map((p) => p.src);
  return { dead, blank };
}
