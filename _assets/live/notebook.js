// The page as a notebook: which cells must run, what they show, and what the reader wrote in them.
import { Editor } from "./editor.js";
import { notebookOf, save } from "./ipynb.js";
import { button } from "./button.js";
import { Output } from "./output.js";
import { Python, Stopped } from "./python.js";
import { keysOf, store, storedTexts } from "./store.js";

const PATIENCE = 30; // seconds after which a cell is called slow
const PASSED = /^\S+: passed\./m;

export class Notebook {
  constructor({ page, bytes }, cells) {
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
    this.recall();
  }

  prepare(cell, key) {
    Object.assign(cell, { key, ran: null, ranAt: 0, halted: null });
    Object.defineProperty(cell, "text", { get: () => cell.editor?.text ?? cell.source });
    cell.output = new Output(cell);
    const on = (act) => () => act.call(this, cell);
    cell.stop = button("Stop", `Stop cell ${cell.number}`, on(this.stop));
    cell.wait = button("Keep waiting", "", on(this.keepWaiting));
    cell.reset = button("Reset", `Reset cell ${cell.number} to the book's text`, on(this.reset));
    cell.status = document.createElement("span");
    cell.status.className = "live-status";
    cell.status.setAttribute("role", "status");
    cell.stop.hidden = cell.wait.hidden = cell.reset.hidden = true;
    cell.bar.append(cell.stop, cell.wait, cell.reset, cell.status);
  }

  // Text ---------------------------------------------------------------------------------------

  recall() {
    const texts = storedTexts(this.page);
    for (const cell of this.cells) {
      if (cell.key in texts) this.open(cell, texts[cell.key]);
    }
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
    cell.reset.hidden = !changed;
    if (!store(this.page, cell.key, changed ? text : null)) {
      this.say(cell, "This browser does not keep what you write: download the notebook.");
    }
  }

  reset(cell) {
    const within = cell.bar.contains(document.activeElement);
    cell.editor?.area.remove();
    cell.editor = undefined;
    cell.pre.closest(".highlight").hidden = cell.edit.hidden = false;
    cell.reset.hidden = true;
    store(this.page, cell.key, null);
    cell.output.restore();
    this.say(cell, "");
    if (within) cell.edit.focus();
  }

  resetAll() {
    const question = "Give every cell of this page the book's text again? What you wrote is lost.";
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
    const failed = [];
    let outcome;
    for (const next of [...this.missing(cell), cell]) {
      const first = next === cell ? "" : `cell ${next.number}, above, first`;
      this.say(cell, `Running ${first}`.trimEnd());
      outcome = await this.execute(next);
      if (outcome.stopped) return `Stopped. ${this.lost(cell)}`;
      if (outcome.broken) return `Python broke down (${outcome.broken}). ${this.lost(cell)}`;
      if (!outcome.ok && next !== cell) failed.push(next.number);
    }
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const above = failed.map((number) => ` Cell ${number}, above, stopped with an error.`).join("");
    const end = outcome.ok ? "Done in" : "An error after";
    return `${end} ${seconds} s.${above}${this.leftOut(cell)}`;
  }

  // The cells above that have not run as they are now. Checks and solutions run when they are asked
  // for, and a cell that had to be stopped runs when it has been changed.
  missing(cell) {
    const last = this.cells.indexOf(cell);
    const above = this.cells.slice(0, last);
    const overwritten = Math.max(0, ...this.solutionsOf(cell).map((solution) => solution.ranAt));
    return above.filter((other) => {
      if (other.isCheck || other.halted === other.text) return false;
      if (other.solution) return other.solution === cell.solution && other.ran !== other.text;
      const again = other.ranAt < overwritten && this.answers(other, cell);
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
    else if (!outcome.broken) Object.assign(cell, { ran: text, ranAt: ++this.clock, halted: null });
    cell.output.end();
    if (cell.isCheck && PASSED.test(cell.output.text)) this.offerSolution(cell);
    return outcome;
  }

  offerSolution(cell) {
    const solution = this.solutionBelow(cell);
    if (!solution) return;
    const words = "Compare with the book's solution";
    cell.output.offer(
      button(words, "", () => {
        if (solution.classList.contains("toggle-hidden")) {
          solution.querySelector(".toggle-button").click();
        }
        const title = solution.querySelector(".admonition-title");
        title.tabIndex = -1;
        title.focus();
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
    this.python.stop();
    cell.run.focus();
    if (again) this.python.ready().then(() => (this.isReady = true), () => {}); // meanwhile
  }

  forget() {
    this.session += 1;
    this.isReady = false;
    for (const cell of this.cells) Object.assign(cell, { ran: null, ranAt: 0 });
  }

  hideStop(cell) {
    const within = [cell.stop, cell.wait].includes(document.activeElement);
    cell.stop.hidden = cell.wait.hidden = true;
    if (within) cell.run.focus();
  }

  // Words --------------------------------------------------------------------------------------

  say(cell, words) {
    if (cell.status.textContent !== words) cell.status.textContent = words;
  }

  // A screen reader hears of every fourth part, everybody else sees every per cent.
  progress(share) {
    const cell = this.pressed;
    if (!cell || this.isReady) return;
    this.bar ??= Object.assign(document.createElement("progress"), { max: 100 });
    this.bar.value = share;
    this.bar.setAttribute("aria-hidden", "true");
    this.say(cell, `Loading Python: ${Math.floor(share / 25) * 25} %`);
    cell.status.append(" ", this.bar);
  }

  lost(cell) {
    const others = this.cells.indexOf(cell) > 0 ? " What stands above runs again with it." : "";
    return `All variables are lost; press ${cell.run.textContent} to begin anew.${others}`;
  }

  leftOut(cell) {
    const halted = this.cells
      .slice(0, this.cells.indexOf(cell))
      .filter((other) => !other.isCheck && !other.solution && other.halted === other.text);
    return halted.map(({ number }) => ` Cell ${number}, which was stopped, was left out.`).join("");
  }
}
