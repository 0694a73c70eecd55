// What a cell shows, in the same elements as the outputs of the book.

const LOOKS = {
  stdout: "output stream highlight-myst-ansi notranslate",
  stderr: "output stderr highlight-myst-ansi notranslate",
  result: "output text_plain highlight-myst-ansi notranslate",
  error: "output traceback highlight-ipythontb notranslate",
};

export class Output {
  constructor(cell) {
    this.cell = cell;
    this.book = cell.box.querySelector(".cell_output");
    this.region = document.createElement("div");
    this.region.className = "live-output";
    this.region.setAttribute("aria-live", "polite");
    this.age = make("p", "live-age");
    this.age.hidden = true;
    this.isLive = false; // whether the book's output has made way
    cell.bar.after(this.age);
    const folded = cell.input.parentElement; // a cell of a chapter may be folded, or its code alone
    (folded.contains(this.book) ? folded : cell.box).append(this.region);
  }

  get text() {
    return [...this.region.querySelectorAll("pre")].map((pre) => pre.textContent).join("");
  }

  get errors() {
    return [...this.region.querySelectorAll(".traceback pre")].map((p) => p.textContent).join("");
  }

  // Say that what is shown belongs to another text; an empty sentence: that it is of now.
  from(words) {
    if (this.age.textContent !== words) this.age.textContent = words;
    this.age.hidden = !words;
    for (const part of [this.region, this.book]) part?.classList.toggle("live-aged", Boolean(words));
  }

  // As a notebook stores it; pictures are left out.
  get stored() {
    return [...this.region.querySelectorAll(".output")].map((block) => {
      const text = block.textContent.split(/(?<=\n)/);
      const is = (kind) => block.className === LOOKS[kind];
      if (is("result")) {
        const data = { "text/plain": text };
        return { output_type: "execute_result", data, metadata: {}, execution_count: null };
      }
      if (is("error")) {
        const [, ename = "Error", evalue = ""] = text.at(-1).match(/^(\w+):? ?(.*)/) ?? [];
        return { output_type: "error", ename, evalue, traceback: text.map((l) => l.trimEnd()) };
      }
      return { output_type: "stream", name: is("stderr") ? "stderr" : "stdout", text };
    });
  }

  // Nothing is read out before it is whole.
  begin() {
    this.region.setAttribute("aria-busy", "true");
    this.clear();
    this.from("");
    this.isLive = true;
    if (this.book) this.book.hidden = true;
  }

  end() {
    for (const pre of this.region.querySelectorAll("pre")) {
      if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
    }
    this.region.setAttribute("aria-busy", "false");
  }

  clear() {
    this.region.replaceChildren();
    this.box = this.pre = this.kind = undefined;
  }

  // Show the book's output again.
  restore() {
    this.clear();
    this.isLive = false;
    if (this.book) this.book.hidden = false;
  }

  add(kind, text) {
    this.box ??= this.region.appendChild(make("div", "cell_output docutils container"));
    if (kind === "figure") this.figure(text);
    else if (kind === this.kind) this.pre.append(text);
    else this.block(kind, text);
    this.kind = kind;
  }

  block(kind, text) {
    const outer = this.box.appendChild(make("div", LOOKS[kind]));
    this.pre = make("pre", "");
    outer.appendChild(make("div", "highlight")).append(this.pre);
    this.pre.append(kind === "result" ? `${text}\n` : text);
  }

  // As a picture of its own, an SVG follows the colour scheme of the page around it.
  figure(svg) {
    const image = make("img", "live-figure");
    const books = this.cell.isBooks ? this.book : undefined; // its words are of its own picture
    image.alt = books?.querySelector("img")?.alt || `Figure drawn by cell ${this.cell.number}`;
    image.src = `data:image/svg+xml,${encodeURIComponent(svg.slice(svg.indexOf("<svg")))}`;
    const figure = this.box.appendChild(make("figure", "align-default"));
    figure.append(image);
    const caption = books?.querySelector("figcaption")?.cloneNode(true);
    caption?.querySelector(".headerlink")?.remove();
    if (caption) figure.append(caption);
  }

  offer(button) {
    const bar = make("div", "live-bar");
    bar.append(button);
    this.region.append(bar);
  }
}

function make(name, classes, text = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (classes) element.className = classes;
  return element;
}
