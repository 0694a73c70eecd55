// Buttons under the cells of a page. Small, because it comes with the page; all that runs Python is
// loaded by the first click, or when the reader wrote something here before.
import { button } from "./button.js";

const BOOK_CELL = "main .cell .cell_input"; // in a chapter, perhaps in details
const CHECK = /^check\("[^"]+", .+\)$/;

const tag = document.querySelector("script[data-live]");
const facts = {
  page: tag.dataset.live,
  bytes: Number(tag.dataset.bytes),
  megabytes: tag.dataset.megabytes,
};
const some = tag.dataset.cells?.split(" ").map(Number); // in a chapter, those that can run

let loading;
const notebook = () => (loading ??= load());

async function load() {
  const plan = some && fetch(new URL(`plans/${facts.page}.json`, import.meta.url));
  const { Notebook } = await import("./notebook.js");
  return new Notebook(facts, cells, await plan?.then((answer) => answer.json()));
}

// Whether the reader wrote something here; the name is that of store.js, which need not be loaded.
function hasTexts() {
  try {
    return localStorage.getItem(`unrolled-live:${facts.page}`) !== null;
  } catch {
    return false; // no storage here
  }
}

// What the notebook has to know of a cell: where it stands, its text, and its buttons.
function cell(input, index) {
  const pre = input.querySelector("pre");
  const box = input.closest(".cell");
  const found = {
    number: index + 1,
    box,
    input,
    pre,
    source: pre.textContent.replace(/\n$/, ""),
    solution: some ? null : box.closest(".solution"),
  };
  found.isCheck = !some && !found.solution && CHECK.test(found.source.trim());
  const verb = found.isCheck ? "Check" : "Run";
  const on = (what, ...more) => async () => (await notebook())[what](found, ...more);
  found.run = button(verb, `${verb} cell ${found.number}`, on("run"));
  found.edit = button("Edit", `Edit cell ${found.number}`, on("edit"));
  found.bar = document.createElement("div");
  found.bar.className = "live-bar";
  const number = document.createElement("span"); // what the sentences call it
  number.className = "live-number";
  number.textContent = `Cell ${found.number}`;
  found.bar.append(found.run, found.edit, number);
  input.after(found.bar);
  pre.addEventListener("click", (event) => {
    if (getSelection().isCollapsed) on("edit", offsetAt(pre, event))();
  });
  return found;
}

// Which character of the code was clicked, so that the caret goes there.
function offsetAt(pre, { clientX, clientY }) {
  const caret = document.caretPositionFromPoint?.(clientX, clientY);
  const range = caret ? null : document.caretRangeFromPoint?.(clientX, clientY);
  const [node, offset] = caret
    ? [caret.offsetNode, caret.offset]
    : [range?.startContainer, range?.startOffset];
  if (!node || !pre.contains(node)) return undefined;
  const before = document.createRange();
  before.setStart(pre, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

// How to answer on the page: said here, because only here is it true.
function introduce(first) {
  const note = document.createElement("div");
  note.className = "live-note";
  const words = document.createElement("p");
  words.textContent =
    "You can answer on this page: click into a cell, write your answer or whatever else you want " +
    "to try, and press Run or Check. " +
    `The first press loads Python, about ${facts.megabytes} MB, from this site. ` +
    "Ctrl+Enter or Shift+Enter in a cell does the same. " +
    "Here no check stops by itself, and there is no kernel to interrupt: after 30 seconds the page " +
    "asks whether there is a loop that never ends, and Stop ends it at any time. " +
    "What you write stays in this browser and is here again when you come back.";
  const bar = document.createElement("div");
  bar.className = "live-bar";
  bar.append(
    button("Download as notebook", "", async () => (await notebook()).download()),
    button("Reset page", "", async () => (await notebook()).resetAll()),
  );
  const count = document.createElement("p");
  count.className = "live-count";
  note.append(words, count, bar);
  first.box.before(note);
}

function introduceChapter(first) {
  const words = document.createElement("p");
  words.className = "live-quiet";
  words.textContent =
    "Cells with a Run button run on this page, with what they need from above: change one and press " +
    "Run. What you change stays in this browser. " +
    "Cells that need Keras, recorded trainings, a clock or much time have no button. " +
    `The first press loads Python, about ${facts.megabytes} MB, from this site.`;
  first.box.before(words);
}

const cells = [...document.querySelectorAll(BOOK_CELL)]
  .map((input, index) => (!some || some.includes(index + 1)) && cell(input, index))
  .filter(Boolean);
if (cells.length) (some ? introduceChapter : introduce)(cells[0]);
if (hasTexts()) notebook();
