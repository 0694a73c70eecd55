// Buttons under the cells of a page. Small, because it comes with the page; all that runs Python is
// loaded by the first click, or when the reader wrote something here before.
import { button } from "./button.js";
import { storedTexts } from "./store.js";

const BOOK_CELL = "main .cell > .cell_input";
const CHECK = /^check\("[^"]+", .+\)$/;

const tag = document.querySelector("script[data-live]");
const facts = {
  page: tag.dataset.live,
  bytes: Number(tag.dataset.bytes),
  megabytes: tag.dataset.megabytes,
};

let loading;
const notebook = () =>
  (loading ??= import("./notebook.js").then(({ Notebook }) => new Notebook(facts, cells)));

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
    solution: box.closest(".solution"),
  };
  found.isCheck = !found.solution && CHECK.test(found.source.trim());
  const verb = found.isCheck ? "Check" : "Run";
  const on = (what, ...more) => async () => (await notebook())[what](found, ...more);
  found.run = button(verb, `${verb} cell ${found.number}`, on("run"));
  found.edit = button("Edit", `Edit cell ${found.number}`, on("edit"));
  found.bar = document.createElement("div");
  found.bar.className = "live-bar";
  found.bar.append(found.run, found.edit);
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

const cells = [...document.querySelectorAll(BOOK_CELL)].map(cell);
if (cells.length) introduce(cells[0]);
if (Object.keys(storedTexts(facts.page)).length) notebook();
