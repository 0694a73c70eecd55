// The contents at the side show where the reader is: the section of the last heading above the
// upper third of the window. The theme watches headings come into sight instead and so loses its
// place when one scrolls up, or jumps (_ext/theme.py renames the list, which switches that off).
// A clicked entry keeps the mark until the reader scrolls on: the last sections of a page are too
// short to reach the top.
const contents = document.querySelector("#page-contents");
const links = [...(contents?.querySelectorAll('a[href^="#"]') ?? [])];
const headingOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
const sections = links.map((link) => [link, headingOf(link)]).filter(([, section]) => section);
let restsAt = null; // where the window stood after a jump

const mark = (current) => {
  for (const link of links) {
    link.classList.toggle("active", link === current);
    if (link === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const entry of contents.querySelectorAll(".toc-entry")) {
    entry.classList.toggle("active", current ? entry.contains(current) : false);
  }
};
const passed = ([, section]) => section.getBoundingClientRect().top <= innerHeight / 3;
const follow = () => {
  if (restsAt !== null && Math.abs(scrollY - restsAt) < 2) return;
  restsAt = null;
  mark(sections.findLast(passed)?.[0]);
};
const jumped = () => {
  const target = sections.find(([link]) => link.hash === location.hash);
  if (!target) return;
  mark(target[0]);
  requestAnimationFrame(() => { restsAt = scrollY; });
};

if (sections.length) {
  let waiting = false;
  const soon = () => {
    if (!waiting) requestAnimationFrame(() => { waiting = false; follow(); });
    waiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  addEventListener("hashchange", jumped);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a")?.hash === location.hash) setTimeout(jumped); // no hashchange
  });
  follow();
  addEventListener("load", jumped);
}
