// The page as a notebook: which cells must run, what they show, and what the reader wrote in them.
import { Editor } from "./editor.js";
import { notebookOf, save } from "./ipynb.js";
import { button } from "./button.js";
import { Needs } from "./needs.js";
import { Output } from "./output.js";
import { Python, Stopped } from "./python.js";
import { keysOf, store, storeVerdict, storedTexts, storedVerdicts } from "./store.js";

const PATIENCE = 30; // seconds after which a cell is called slow
const PASSED = /^\S+: passed\./m;
const ENDED = /^(Done|An error|Not checked)/;
const BEFORE = "From before your last change: run again to see what holds now.";
const RELOADED = "From before the page was loaded anew: run again to be sure.";
const VARIES = " What it prints differs from one machine to the next.";
const BOOKS = "What the book's own text shows: run the cell to see what yours does.";

export class Notebook {
  constructor({ page, bytes }, cells, plan) {
    Object.assign(this, { page, cells });
    this.python = new Python(bytes, {
      onProgress: (share) => this.progress(share),
      onEnd: () => this.forget(),
    });
    this.turn = Promise.resolve();
    this.clock = 0; // counts executions: which of two cells ran later
    this.session = 0; // counts sessions: what waited for an ended one does not run
    const keys = keysOf(cells.map((cell) => cell.source));
    cells.forEach((cell, n) => this.prepare(cell, keys[n]));
    if (plan) this.needs = new Needs(cells, plan);
    this.recall();
  }

  prepare(cell, key) {
    Object.assign(cell, { key, ran: null, ranAt: 0, ok: true, halted: null, reloaded: false });
    Object.defineProperty(cell, "text", { get: () => cell.editor?.text ?? cell.source });
    Object.defineProperty(cell, "outputs", { get: () => this.outputsOf(cell) });
    Object.defineProperty(cell, "isBooks", { get: () => this.isBooks(cell) });
    cell.output = new Output(cell);
    const on = (act) => () => act.call(this, cell);
    cell.stop = button("Stop", `Stop cell ${cell.number}`, on(this.stop));
    cell.wait = button("Keep waiting", "", on(this.keepWaiting));
    cell.reset = button("Reset", `Reset cell ${cell.number} to the book's text`, on(this.reset));
    cell.undo = button("Undo", `Undo the reset of cell ${cell.number}`, on(this.undoReset));
    cell.status = document.createElement("span");
    cell.status.className = "live-status";
    cell.status.setAttribute("role", "status");
    cell.status.tabIndex = -1; // where the focus goes when the button under it is gone
    for (const one of [cell.stop, cell.wait, cell.reset, cell.undo]) one.hidden = true;
    for (const one of [cell.edit, cell.wait, cell.undo]) one.classList.add("gone");
    cell.bar.append(cell.reset, cell.stop, cell.undo, cell.status, cell.wait);
  }

  // Text ---------------------------------------------------------------------------------------

  recall() {
    const texts = storedTexts(this.page);
    for (const cell of this.cells) {
      if (cell.key in texts) this.open(cell, texts[cell.key]);
    }
    const verdicts = storedVerdicts(this.page);
    for (const cell of this.cells) {
      const kept = verdicts[cell.key];
      if (!kept) continue;
      if (kept.texts === this.textsFor(cell)) this.showKept(cell, kept);
      else storeVerdict(this.page, cell.key, null);
    }
    this.age();
  }

  showKept(cell, { texts, said }) {
    cell.output.begin();
    cell.output.add("stdout", said);
    cell.output.end();
    Object.assign(cell, { shownFor: texts, reloaded: true });
    if (PASSED.test(said)) this.offerSolution(cell);
  }

  // The texts that what a cell shows depends on: its own, and those of its exercise above it.
  textsFor(cell, text = (one) => one.text) {
    const own = this.cells.filter((other) => other === cell || this.leadsTo(other, cell));
    return JSON.stringify(own.map(text));
  }

  // Whether a cell, and all that it depends on, has the book's text.
  isBooks(cell) {
    return this.textsFor(cell) === this.textsFor(cell, (one) => one.source);
  }

  // Whether a cell is a part of what another one runs on: of the same exercise, or the page's first.
  leadsTo(other, cell) {
    if (this.needs) return this.needs.of(cell).has(other);
    const [from, to] = [this.cells.indexOf(other), this.cells.indexOf(cell)];
    if (from >= to || other.isCheck || other.solution) return false;
    return from === 0 || this.answers(other, cell);
  }

  // Mark what is shown for texts that have changed since. A verdict of the book on another text is
  // no verdict at all: it goes.
  age() {
    for (const cell of this.cells) {
      const now = this.textsFor(cell);
      const books = cell.isBooks;
      if (cell.output.isLive) {
        const age = cell.shownFor !== now ? BEFORE : cell.reloaded ? RELOADED : "";
        cell.output.from(cell.output.region.hasChildNodes() ? age : "");
        if (age === BEFORE && ENDED.test(cell.status.textContent)) this.say(cell, "");
      } else if (cell.output.book) {
        cell.output.book.hidden = cell.isCheck && !books;
        cell.output.from(books || cell.isCheck ? "" : BOOKS);
      }
    }
    this.countPassed();
  }

  hasPassed(cell) {
    return cell.shownFor === this.textsFor(cell) && PASSED.test(cell.output.text);
  }

  countPassed() {
    const place = document.querySelector(".live-count");
    const checks = this.cells.filter((cell) => cell.isCheck);
    const passed = checks.filter((cell) => this.hasPassed(cell)).length;
    if (place && checks.length) place.textContent = `✓ ${passed} of ${checks.length} passed.`;
  }

  // What a notebook stores for a cell; undefined where that is what the book shows.
  outputsOf(cell) {
    const now = this.textsFor(cell);
    if (cell.isBooks) return undefined;
    return cell.output.isLive && cell.shownFor === now ? cell.output.stored : [];
  }

  open(cell, text) {
    if (!cell.editor) {
      cell.editor = new Editor(cell, {
        onText: (now) => this.keep(cell, now),
        onRun: () => this.run(cell),
      });
      cell.input.append(cell.editor.area);
      cell.pre.closest(".highlight").hidden = cell.edit.hidden = true;
    }
    if (text !== undefined) cell.editor.text = text;
    cell.reset.hidden = cell.text === cell.source;
  }

  edit(cell, offset) {
    this.open(cell, cell.text);
    cell.editor.focus(offset);
  }

  keep(cell, text) {
    const changed = text !== cell.source;
    cell.undo.hidden = true;
    cell.reset.hidden = !changed;
    if (!store(this.page, cell.key, changed ? text : null)) {
      this.say(cell, "This browser does not keep what you write: download the notebook.");
    }
    this.age();
  }

  reset(cell) {
    const within = cell.bar.contains(document.activeElement);
    const changed = cell.text !== cell.source;
    if (changed) cell.lost = cell.text;
    cell.editor?.area.remove();
    cell.editor = undefined;
    cell.pre.closest(".highlight").hidden = cell.edit.hidden = false;
    cell.reset.hidden = true;
    cell.undo.hidden = !changed;
    store(this.page, cell.key, null);
    storeVerdict(this.page, cell.key, null);
    cell.output.restore();
    this.say(cell, changed ? "The book's text again. Undo brings back yours." : "");
    if (within) cell.status.focus();
    this.age();
  }

  undoReset(cell) {
    this.open(cell, cell.lost);
    this.keep(cell, cell.lost);
    this.say(cell, "Your text again.");
    cell.editor.focus();
  }

  resetAll() {
    const question =
      "Give every cell of this page the book's text again? " +
      "Undo under each cell brings yours back, until you leave the page.";
    if (!window.confirm(question)) return;
    this.python.stop();
    this.cells.forEach((cell) => this.reset(cell));
  }

  async download() {
    save(await notebookOf(this.page, this.cells), `${this.page.split("/").pop()}.ipynb`);
  }

  // Running ------------------------------------------------------------------------------------

  run(cell) {
    const session = this.session;
    if (this.pressed && this.pressed !== cell) {
      this.say(cell, `Waiting for cell ${this.pressed.number}.`);
    }
    this.turn = this.turn.then(() => {
      if (session === this.session) return this.runNow(cell);
      this.say(cell, "Not run: Python was stopped.");
    });
    return this.turn;
  }

  async runNow(cell) {
    this.pressed = cell;
    cell.stop.hidden = false;
    try {
      this.say(cell, await this.through(cell));
    } catch (error) {
      const again = `Press ${cell.run.textContent} to try again.`;
      const failed = `Python could not be loaded (${error.message}). ${again}`;
      this.say(cell, error instanceof Stopped ? "Stopped." : failed);
    }
    this.pressed = undefined;
    this.hideStop(cell);
  }

  // Run what a cell needs, then the cell; return what there is to say about it.
  async through(cell) {
    const begin = performance.now();
    if (!this.isReady) this.say(cell, "Loading Python");
    await this.python.ready();
    this.isReady = true;
    const halted = cell.isCheck && this.cells.find((other) => this.isHalted(other, cell));
    if (halted) return `Not checked: cell ${halted.number}, above, was stopped. Change it first.`;
    const failed = [];
    let outcome;
    const above = this.missing(cell);
    for (const next of [...above, cell]) {
      const broken = next === cell && cell.isCheck && failed.find((f) => this.leadsTo(f, cell));
      if (broken) return this.refuse(cell, broken);
      const first = next === cell ? "" : `cell ${next.number}, above, first`;
      this.say(cell, `Running ${first}`.trimEnd());
      outcome = await this.execute(next);
      if (outcome.stopped) return this.lost(cell, next);
      if (outcome.broken) return `Python broke down (${outcome.broken}). ${this.anew(cell)}`;
      if (!outcome.ok && next !== cell) failed.push(next);
    }
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const errors = failed.map((f) => ` Cell ${f.number}, above, stopped with an error.`).join("");
    const end = outcome.ok ? "Done in" : "An error after";
    const passed = cell.isCheck && this.hasPassed(cell) ? " ✓ Passed." : "";
    const varies = cell.names?.varies && outcome.ok ? VARIES : "";
    return `${end} ${seconds} s${withThem(above)}.${passed}${varies}${errors}${this.leftOut(cell)}`;
  }

  isHalted(other, cell) {
    return this.leadsTo(other, cell) && other.halted === other.text;
  }

  // A check of what does not run: the error instead of a verdict on an older answer.
  refuse(cell, broken) {
    cell.output.begin();
    cell.output.add("error", broken.output.errors);
    cell.output.end();
    this.shown(cell);
    return `Not checked: cell ${broken.number}, above, stopped with this error.`;
  }

  // What a cell shows belongs to the texts of now; what a check said of a changed one is kept.
  shown(cell, texts = this.textsFor(cell), ok = false) {
    Object.assign(cell, { shownFor: texts, reloaded: false });
    if (cell.isCheck) {
      const own = ok && texts !== this.textsFor(cell, (one) => one.source);
      storeVerdict(this.page, cell.key, own ? { texts, said: cell.output.text } : null);
    }
    this.age();
  }

  // The cells above that have not run as they are now. Checks and solutions run when they are asked
  // for, and a cell that had to be stopped runs when it has been changed.
  missing(cell) {
    if (this.needs) return this.needs.missing(cell);
    const last = this.cells.indexOf(cell);
    const above = this.cells.slice(0, last);
    const overwritten = Math.max(0, ...this.solutionsOf(cell).map((solution) => solution.ranAt));
    return above.filter((other) => {
      if (other.isCheck || other.halted === other.text) return false;
      if (other.solution) return other.solution === cell.solution && other.ran !== other.text;
      const again = !other.ok || (other.ranAt < overwritten && this.answers(other, cell));
      return other.ran !== other.text || again;
    });
  }

  // The cells of the solution that follows a check. They define the same names as the reader's
  // cell, which therefore has to run again before it is checked.
  solutionsOf(cell) {
    if (!cell.isCheck) return [];
    const solution = this.solutionBelow(cell);
    return this.cells.filter((other) => solution && other.solution === solution);
  }

  solutionBelow(cell) {
    return this.cells[this.cells.indexOf(cell) + 1]?.solution;
  }

  // Whether a cell belongs to the exercise that another one checks: no check or solution between.
  answers(other, check) {
    const [from, to] = [this.cells.indexOf(other), this.cells.indexOf(check)];
    return this.cells.slice(from, to).every((cell) => !cell.isCheck && !cell.solution);
  }

  async execute(cell) {
    const text = cell.text;
    const texts = this.textsFor(cell);
    this.executing = cell;
    cell.output.begin();
    this.watch(PATIENCE);
    const outcome = await this.python.run(cell.number, text, (kind, words) => {
      if (kind === "began") this.watch(PATIENCE); // what was loaded for it does not count
      else if (kind === "note") this.say(this.pressed, words);
      else cell.output.add(kind, words);
    });
    clearTimeout(this.timer);
    this.executing = undefined;
    if (outcome.stopped) cell.halted = text;
    else if (!outcome.broken) {
      Object.assign(cell, { ran: text, ranAt: ++this.clock, ok: outcome.ok, halted: null });
      this.needs?.ran(cell);
    }
    cell.output.end();
    this.shown(cell, texts, outcome.ok);
    if (cell.isCheck && PASSED.test(cell.output.text)) this.offerSolution(cell);
    return outcome;
  }

  offerSolution(cell) {
    const solution = this.solutionBelow(cell);
    if (!solution) return;
    const words = "Compare with the book's solution";
    cell.output.offer(
      button(words, "", () => {
        solution.open = true;
        solution.querySelector("summary").focus();
      }),
    );
  }

  // Stopping -----------------------------------------------------------------------------------

  watch(seconds) {
    clearTimeout(this.timer);
    const cell = this.pressed;
    this.timer = setTimeout(() => {
      const which = this.executing === cell ? "This cell" : `Cell ${this.executing.number}, above,`;
      cell.wait.hidden = false;
      this.say(cell, `${which} has been running for a while. Is there a loop that never ends?`);
    }, seconds * 1000);
  }

  keepWaiting(cell) {
    cell.wait.hidden = true;
    cell.stop.focus();
    this.say(cell, "Running");
    this.watch(2 * PATIENCE);
  }

  // A worker in a loop hears nothing: it can only be ended, and its variables with it.
  stop(cell) {
    const again = this.isReady;
    cell.status.focus(); // not on Run: a second Enter would begin anew
    this.python.stop();
    if (again) this.python.ready().then(() => (this.isReady = true), () => {}); // meanwhile
  }

  forget() {
    this.session += 1;
    this.isReady = false;
    for (const cell of this.cells) Object.assign(cell, { ran: null, ranAt: 0, ok: true });
    this.needs?.forget();
  }

  hideStop(cell) {
    const within = [cell.stop, cell.wait].includes(document.activeElement);
    cell.stop.hidden = cell.wait.hidden = true;
    if (within) cell.status.focus();
  }

  // Words --------------------------------------------------------------------------------------

  say(cell, words) {
    if (cell.said === words) return; // or a screen reader reads it again
    cell.status.textContent = cell.said = words;
  }

  // A screen reader hears of every fourth part, everybody else sees every per cent.
  progress(share) {
    const cell = this.pressed;
    if (!cell || this.isReady) return;
    this.bar ??= Object.assign(document.createElement("progress"), { max: 100 });
    this.bar.setAttribute("aria-hidden", "true");
    if (share < 99) {
      this.bar.value = share;
      this.say(cell, `Loading Python: ${Math.floor(share / 25) * 25} %`);
    } else {
      this.bar.removeAttribute("value"); // moves until it is done
      this.say(cell, "Loading Python: all is here, starting it");
    }
    if (this.bar.parentElement !== cell.status) cell.status.append(" ", this.bar);
  }

  // A cell that was stopped does not run again as it is: say which one to change.
  lost(cell, stopped) {
    if (stopped === cell) return `Stopped. ${this.anew(cell)}`;
    const words = `Stopped in cell ${stopped.number}, above. All variables are lost: change that cell`;
    return `${words} and press ${cell.run.textContent} to begin anew.`;
  }

  anew(cell) {
    const others = this.cells.indexOf(cell) > 0 ? " What it needs from above runs again with it." : "";
    return `All variables are lost; press ${cell.run.textContent} to begin anew.${others}`;
  }

  leftOut(cell) {
    const halted = this.cells
      .slice(0, this.cells.indexOf(cell))
      .filter((other) => !this.needs || this.leadsTo(other, cell))
      .filter((other) => !other.isCheck && !other.solution && other.halted === other.text);
    return halted.map(({ number }) => ` Cell ${number}, which was stopped, was left out.`).join("");
  }
}

// What had to run first.
function withThem(cells) {
  if (cells.length > 5) return `, with ${cells.length} cells above`;
  const numbers = cells.map(({ number }) => number);
  const last = numbers.pop();
  if (!last) return "";
  return numbers.length ? `, with cells ${numbers.join(", ")} and ${last} above` : `, with cell ${last} above`;
}
