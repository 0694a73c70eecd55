// What a cell of a chapter needs: the cells above that last wrote the names it reads.
//
// A name may be written by many cells, as X and rng are, and a reader runs cells in any order. So a
// cell runs on what the cells above it leave, whatever ran since: who wrote a name last is kept,
// and where that is not the cell that does so on the page, that one runs again.

const NAME = /[A-Za-z_]\w*/g;
const WRITES =
  /\b(?:def|class|as|import)\s+(\w+)|\bfor\s+([\w, ]+?)\s+in\b|^([\w, ]+?)\s*[-+*/]?=(?!=)/gm;

export class Needs {
  constructor(cells, plan) {
    this.cells = cells;
    for (const cell of cells) cell.names = plan[cell.number];
    this.above = new Map(); // of each cell, those that it builds on in the book
    for (const cell of cells) this.above.set(cell, this.through(cell));
    this.forget();
  }

  forget() {
    this.owner = new Map(); // who wrote a name last
    this.inputs = new Map(); // when what a cell read had been written
  }

  of(cell) {
    return this.above.get(cell);
  }

  through(cell) {
    const direct = cell.names.reads.map((name) => this.before(cell, name)).filter(Boolean);
    return new Set(direct.flatMap((other) => [other, ...this.above.get(other)]));
  }

  // A text that the reader wrote may use every name in it.
  reads(cell) {
    if (cell.text === cell.source) return cell.names.reads;
    return [...new Set([...cell.names.reads, ...(cell.text.match(NAME) ?? [])])];
  }

  writes(cell) {
    if (cell.text === cell.source) return cell.names.writes;
    const found = [...cell.text.matchAll(WRITES)].flatMap((match) => match.slice(1));
    return [...cell.names.writes, ...found.flatMap((names) => names?.match(NAME) ?? [])];
  }

  // The last cell above that writes a name.
  before(cell, name) {
    const above = this.cells.slice(0, this.cells.indexOf(cell));
    return above.findLast((other) => other.halted !== other.text && this.writes(other).includes(name));
  }

  // Note what a cell has read and written now.
  ran(cell) {
    const at = this.reads(cell).map((name) => [name, this.before(cell, name)?.ranAt]);
    this.inputs.set(cell, new Map(at));
    for (const name of this.writes(cell)) this.owner.set(name, cell);
  }

  // Whether a cell ran as it is now, on what the cells above write now; `known` saves asking twice.
  isFresh(cell, again, known) {
    if (!known.has(cell)) known.set(cell, this.isAsItWas(cell, again, known));
    return known.get(cell);
  }

  isAsItWas(cell, again, known) {
    if (again.has(cell) || cell.ran !== cell.text || !cell.ok) return false;
    return this.reads(cell).every((name) => {
      const source = this.before(cell, name);
      if (!source) return true;
      return this.inputs.get(cell)?.get(name) === source.ranAt && this.isFresh(source, again, known);
    });
  }

  // The cells that have to run first, in the page's order.
  missing(cell) {
    const again = new Set([cell]);
    let next;
    while ((next = this.lacking(again))) again.add(next);
    return this.cells.filter((other) => again.has(other) && other !== cell);
  }

  // Go through what is to run, and return a cell that one of them still lacks.
  lacking(again) {
    const owner = new Map(this.owner);
    const known = new Map();
    for (const cell of this.cells.filter((other) => again.has(other))) {
      for (const name of this.reads(cell)) {
        const source = this.before(cell, name);
        if (!source || again.has(source)) continue;
        if (owner.get(name) !== source || !this.isFresh(source, again, known)) return source;
      }
      for (const name of this.writes(cell)) owner.set(name, cell);
    }
    return undefined;
  }
}
