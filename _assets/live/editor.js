// A cell that is being written in: a plain text area with the code's look.

const INDENT = "    ";

// One line of help for all cells, which screen readers read with each.
function help() {
  const id = "live-keys";
  if (!document.getElementById(id)) {
    const words = document.createElement("p");
    words.id = id;
    words.hidden = true;
    words.textContent =
      "Control and Enter, or Shift and Enter, run the cell. Tab indents; press Escape first to leave the cell with Tab.";
    document.body.append(words);
  }
  return id;
}

export class Editor {
  constructor(cell, { onText, onRun }) {
    this.area = document.createElement("textarea");
    Object.assign(this.area, { className: "live-code", spellcheck: false, wrap: "off" });
    const attributes = {
      "aria-label": `Code of cell ${cell.number}`,
      "aria-describedby": help(),
      autocapitalize: "off",
      autocomplete: "off",
      autocorrect: "off",
    };
    for (const [name, value] of Object.entries(attributes)) this.area.setAttribute(name, value);
    this.onRun = onRun;
    this.leaving = false; // Escape was pressed: Tab moves on
    this.area.addEventListener("input", () => {
      this.fit();
      onText(this.area.value);
    });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("paste", (event) => this.paste(event));
    this.area.addEventListener("blur", () => (this.leaving = false));
    addEventListener("resize", () => this.fit());
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.fit();
  }

  // On a telephone lines are broken, and so there are more of them than the text has.
  fit() {
    const { area } = this;
    area.style.height = "";
    area.rows = area.value.split("\n").length;
    const lacks = area.scrollHeight - area.clientHeight;
    if (lacks > 0) area.style.height = `${area.offsetHeight + lacks}px`;
  }

  focus(offset) {
    const at = Math.min(offset ?? this.text.length, this.text.length);
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(at, at);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.shiftKey)) this.take(event, this.onRun);
    else if (event.key === "Escape") this.leaving = true;
    else if (event.key === "Tab" && !this.leaving && !event.ctrlKey && !event.altKey) {
      this.take(event, () => (event.shiftKey ? this.dedent() : this.indent()));
    } else if (event.key === "Enter" && !event.altKey) {
      this.take(event, () => this.newLine());
    } else if (event.key !== "Tab" && event.key !== "Shift") this.leaving = false;
  }

  // Of an example with prompts, only what was typed at them.
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!/^\s*>>> /m.test(text)) return;
    const typed = text.split(/\r?\n/).filter((line) => /^\s*(>>>|\.\.\.)( |$)/.test(line));
    const code = typed.map((line) => line.replace(/^\s*(>>>|\.\.\.) ?/, "")).join("\n");
    this.take(event, () => this.write(code, this.area.selectionStart, this.area.selectionEnd));
  }

  take(event, act) {
    event.preventDefault();
    act();
  }

  // Through execCommand, which is the one way that keeps the browser's own undo.
  write(text, start, end) {
    this.area.setSelectionRange(start, end);
    const command = text ? "insertText" : "delete";
    if (start === end && !text) return;
    if (document.execCommand(command, false, text)) return;
    this.area.setRangeText(text, start, end, "end");
    this.area.dispatchEvent(new Event("input"));
  }

  lines() {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    const first = value.lastIndexOf("\n", start - 1) + 1;
    return { start, end, first, text: value.slice(first, end) };
  }

  newLine() {
    const { start, end, first } = this.lines();
    const before = this.text.slice(first, start);
    const opens = /:\s*(#.*)?$/.test(before) ? INDENT : "";
    this.write(`\n${before.match(/^ */)[0]}${opens}`, start, end);
  }

  indent() {
    const { start, end, first, text } = this.lines();
    if (start === end) {
      const width = INDENT.length - ((start - first) % INDENT.length);
      this.write(" ".repeat(width), start, end);
    } else this.replaceLines(first, end, text.replace(/^/gm, INDENT));
  }

  dedent() {
    const { start, end, first, text } = this.lines();
    const less = text.replace(/^ {1,4}/gm, "");
    this.replaceLines(first, end, less);
    if (start === end) this.area.setSelectionRange(first + less.length, first + less.length);
  }

  replaceLines(first, end, text) {
    this.write(text, first, end);
    this.area.setSelectionRange(first, first + text.length);
  }
}
