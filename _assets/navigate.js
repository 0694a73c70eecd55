// Finding the way: what is folded opens for who was sent there, links show what they lead to, and
// the landing page leads back to where the reader left off. Without JavaScript links are links.
{
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const article = document.querySelector("article.bd-article");
  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Folds ----------------------------------------------------------------------------------------

  const idIn = (url) => decodeURIComponent(url.hash.slice(1));
  const isHere = (url) => url.origin === location.origin && url.pathname === location.pathname;
  const reveal = (target) => {
    let opened = false;
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      opened ||= !fold.open;
      fold.open = true;
    }
    if (opened) target.scrollIntoView();
  };
  const follow = () => reveal(document.getElementById(idIn(location)));
  addEventListener("hashchange", follow);
  addEventListener("pageshow", follow); // back, from another page
  follow();
  // A second click on the same link changes no address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link && isHere(link)) setTimeout(() => reveal(document.getElementById(idIn(link))));
  });
  // On paper nothing can be opened.
  let forPaper = [];
  addEventListener("beforeprint", () => {
    forPaper = [...document.querySelectorAll("article details:not([open])")];
    for (const fold of forPaper) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of forPaper) fold.open = false;
  });

  // Previews -------------------------------------------------------------------------------------

  const pages = new Map();
  const pageOf = (url) => {
    if (isHere(url)) return document;
    if (!pages.has(url.pathname)) {
      const parse = (text) => new DOMParser().parseFromString(text, "text/html");
      const got = fetch(url.pathname).then((answer) => (answer.ok ? answer.text().then(parse) : null));
      pages.set(url.pathname, got.catch(() => null));
    }
    return pages.get(url.pathname);
  };

  const WHOLE = "figure, div.math, .citation, .admonition, .literal-block-wrapper, table";
  // What a link leads to: a term with its explanation, a thing as a whole, the start of a section.
  const partsOf = (page, id) => {
    const target = id ? page.getElementById(id) : page.querySelector("article h1");
    if (!target?.closest("article")) return [];
    if (target.matches("dt")) return [target, target.nextElementSibling];
    const whole = target.closest(WHOLE);
    if (whole) return [whole];
    const section = target.closest("section");
    const start = [...section.children].filter((child) => child.matches("h1, h2, h3, h4, h5, p"));
    return start.filter((child) => !child.matches(".page-facts, .practise")).slice(0, 3);
  };

  // A part as a picture of itself: nothing in it can be pressed, runs, or repeats an id.
  const picture = (part, url) => {
    const copy = part.cloneNode(true);
    const each = (selector, action) => copy.querySelectorAll(selector).forEach(action);
    each(".headerlink, button, script", (found) => found.remove());
    each("[data-explorable]", (found) => found.replaceWith(...found.querySelectorAll(":scope > img")));
    each("a", (found) => found.replaceWith(...found.childNodes));
    for (const found of [copy, ...copy.querySelectorAll("[id]")]) found.removeAttribute("id");
    for (const image of copy.querySelectorAll("img")) {
      image.src = new URL(image.getAttribute("src"), url).href;
      image.loading = "eager";
    }
    return copy;
  };

  const card = element("div", { id: "preview", className: "preview", hidden: true });
  card.setAttribute("role", "tooltip");
  document.body.append(card);
  let shownFor = null;
  let waiting = 0;

  const hide = () => {
    clearTimeout(waiting);
    card.hidden = true;
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
  };
  const place = (link) => {
    const line = link.getClientRects()[0];
    const { offsetWidth: width, offsetHeight: height } = card;
    const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
    const fitsBelow = line.bottom + height + 8 < innerHeight || line.top < height + 8;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${scrollY + (fitsBelow ? line.bottom + 4 : line.top - height - 4)}px`;
  };
  const show = async (link) => {
    if (shownFor === link) return;
    hide();
    shownFor = link;
    const url = new URL(link.href);
    const page = await pageOf(url);
    if (shownFor !== link || !page) return;
    const parts = partsOf(page, idIn(url));
    if (!parts.length || parts.some((part) => part.contains(link))) return;
    card.replaceChildren(...parts.map((part) => picture(part, url)));
    card.hidden = false;
    link.removeAttribute("title"); // a citation's says the same
    link.setAttribute("aria-describedby", card.id);
    place(link);
  };
  const later = (action, milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(action, milliseconds);
  };

  const previewed = (node) => {
    const link = node.closest?.("article a.internal[href]");
    const isOurs = link?.href.startsWith(root.href) && link.pathname.endsWith(".html");
    // From a file a page may not read another; a plain link remains.
    return isOurs && (location.protocol !== "file:" || isHere(link)) ? link : null;
  };
  // A finger follows a link and nothing else.
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = previewed(event.target);
    if (link) later(() => show(link), 250);
    else if (card.contains(event.target)) clearTimeout(waiting);
    else if (document.activeElement !== shownFor) later(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    const link = previewed(event.target);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("click", (event) => card.contains(event.target) || hide());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  // The reader's place ---------------------------------------------------------------------------

  const PLACE = `place:${root.pathname}`; // another book may live at the same address
  const stored = (write) => {
    try {
      return write ? write(localStorage) : JSON.parse(localStorage.getItem(PLACE));
    } catch {
      return null; // storage can be forbidden
    }
  };
  const words = (heading) => {
    const copy = heading.cloneNode(true);
    copy.querySelectorAll(".headerlink, .section-number").forEach((found) => found.remove());
    return copy.textContent.trim();
  };
  const path = location.pathname.slice(root.pathname.length);
  const number = Number(/^chapters\/(\d+)/.exec(path)?.[1]);

  if (/^(chapters|labs)\//.test(path)) {
    const title = words(article.querySelector("h1"));
    const page = number ? `chapter ${number}` : title.replace(/^Lab (\d+): .*/, "lab $1");
    const headings = [...article.querySelectorAll("section > :is(h2, h3)")];
    const note = () => {
      const passed = headings.filter((one) => one.getBoundingClientRect().top < innerHeight / 2);
      const heading = passed.at(-1);
      if (!heading) return;
      const section = heading.parentElement;
      const place = { url: `${path}#${section.id}`, page, section: words(heading) };
      stored((storage) => storage.setItem(PLACE, JSON.stringify(place)));
    };
    let soon = 0;
    addEventListener("scroll", () => {
      clearTimeout(soon);
      soon = setTimeout(note, 400);
    }, { passive: true });
    addEventListener("pagehide", () => scrollY && note());
  }

  const left = /^(index\.html)?$/.test(path) && stored();
  if (left?.url) {
    const line = document.getElementById("continue") ?? element("p", { id: "continue" });
    if (!line.isConnected) article.querySelector("h1").after(line);
    const link = element("a", { href: new URL(left.url, root).href, className: "internal" });
    link.append(`${left.page}, `, element("em", { textContent: left.section }));
    const forget = element("button", { type: "button", textContent: "×", title: "Forget my place" });
    forget.setAttribute("aria-label", forget.title);
    forget.addEventListener("click", () => {
      stored((storage) => storage.removeItem(PLACE));
      line.hidden = true;
    });
    line.replaceChildren("Continue: ", link, " ", forget);
    line.hidden = false;
  }
}
