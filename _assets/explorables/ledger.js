// Backpropagation through time as a ledger: the table of chapter 4, filled from its last step back.

import { assign, button, choice, digits, follow, html, keepUp, slider, svg, toggle, valuesOf } from './dom.js';
import { inputs, ledger, nudge, slips, weights } from './ledger-core.js';

const EARLY = [1, 2, 3, 4, 5, 6, 7]; // steps that may not be the last
const early = (looked) => Object.fromEntries(EARLY.map((t) => [`loss_${t}`, looked]));

export const defaults = { T: 3, back: 1, weight: 'w_y', slip: 'none', last: true, ...early(false) };

// Numbers and words -----------------------------------------------------------------------------

const close = (a, b, far) => Math.abs(a - b) < far;
const cellText = (value) => (value === 0 ? '0' : digits(value));

/** The ledger as far as it has been filled, and what nudging the weights says. */
export function compute(values) {
  const { T, back, slip } = values;
  const looked = Array.from({ length: T }, (_, i) => values[i + 1 < T ? `loss_${i + 1}` : 'last']);
  const truth = nudge(looked);
  const filled = ledger(looked, slip, back);
  const failing = Object.keys(weights).filter((name) => !close(filled.sums[name], truth[name], 5e-4));
  return { ...filled, looked, truth, failing };
}

/** What the nudge row says of a slip. */
function describeSlip({ sums, truth, failing }, { slip, weight }) {
  if (!failing.length) return `The slip “${slip}” does no harm here, and the nudge row cannot see it. Let the loss look at other outputs.`;
  const name = failing.includes(weight) ? weight : failing[0];
  const rest = 3 - failing.length ? ` ${3 - failing.length} of the 3 sums agree all the same.` : '';
  return `The slip “${slip}”: the sum for ${name} is ${digits(sums[name])}, but nudging it gives ${digits(truth[name])}.${rest}`;
}

/** Say in words what the ledger shows. */
export function describe(values) {
  const result = compute(values);
  const { rows, sums, looked } = result;
  const { T, back, weight, slip } = values;
  if (!looked.includes(true)) return 'The loss looks at no output: every gradient is 0.';
  if (!back) return `Begin with step ${T}: nothing comes from the future there, so the total is the direct ${digits(rows[T - 1].g)}.`;
  const row = rows[T - back];
  if (back < T) return `Step ${row.t} adds ${digits(row[weight])} to the gradient of ${weight}, so far ${digits(sums[weight])}. Step ${row.t - 1} is next${slip === 'none' ? ': fill it in' : ''}.`;
  if (slip !== 'none') return describeSlip(result, values);
  return `All ${T} steps are in: the gradient of ${weight} is their sum, ${digits(sums[weight])}, and the nudge row agrees. The last step alone says ${digits(rows[T - 1][weight])}.`;
}

// Cells that the reader fills: how each follows, and the mistakes that are common there.
const ASKED = {
  future: ['w_y times the delta of the step after', [
    [(row, next) => weights.w_y * next.g, 'That is 0.8 g: hand on δ, which has been through the slope.'],
    [(row, next) => next.delta, 'That is δ of the step after; it comes back through w_y = 0.8.'],
  ]],
  g: ['direct plus from the future', [[(row) => row.future - row.direct, 'The two are added.']]],
  delta: ['total times slope', [[(row) => row.g, 'That is g: the slope is missing.']]],
  w_x: ['delta times the input of this step', [[(row) => row.delta, 'That is δ, still to be multiplied by x.']]],
  w_y: ['delta times the output before', [
    [(row, next, y) => row.delta * y[row.t - 1], 'That is δ times this step’s own output: w_y met the one before.'],
    [(row) => row.delta, 'That is δ, still to be multiplied by the output before.'],
  ]],
};

/** Judge what was typed into a cell: null for right, otherwise a hint. */
export function judge(text, name, { rows, y }, t) {
  const typed = Number(text.replace('−', '-').replace(',', '.'));
  const [row, next] = [rows[t - 1], rows[t] ?? { g: 0, delta: 0 }];
  const is = (value) => close(typed, value, 2e-3); // three decimals, worked with three
  if (is(row[name])) return null;
  const [rule, mistakes] = ASKED[name];
  const known = mistakes.find(([value]) => is(value(row, next, y)));
  if (known) return known[1];
  if (is(-row[name])) return 'The size is right, the sign is not.';
  return `Not yet: it is ${rule}.`;
}

// The picture -----------------------------------------------------------------------------------

const HEIGHT = 176;
const CHAIN = 40;
const [TOP, BOTTOM] = [76, 148];

/** An arrow of a gradient: back, or down from the loss. */
const arrow = (x1, y1, x2, y2) => {
  const [dx, dy] = [Math.sign(x2 - x1) * 7, Math.sign(y2 - y1) * 7];
  return svg(
    'g',
    { class: 'u-back' },
    svg('path', { d: `M${x1},${y1}L${x2 - dx},${y2 - dy}` }),
    svg('polygon', { points: `${x2},${y2} ${x2 - dx + dy / 2},${y2 - dy + dx / 2} ${x2 - dx - dy / 2},${y2 - dy - dx / 2}` }),
  );
};

/** The unrolled network above; below, the steps' terms, each standing on the sum so far. */
function picture({ rows, looked, truth }, { T, back, weight, slip }, width) {
  const gap = width / (T + 1);
  const x = (t) => (t + 0.5) * gap; // place 0 holds the sum
  const partial = Array.from({ length: T + 1 }, (_, k) => ledger(looked, slip, k).sums[weight]);
  const ends = [...partial, truth[weight], 0];
  const [low, high] = [Math.min(...ends), Math.max(...ends, 1e-9)];
  const y = (v) => BOTTOM - ((v - low) / (high - low)) * (BOTTOM - TOP);
  const text = (at, y, words, kind = 'u-tick') => svg('text', { class: kind, x: at, y, 'text-anchor': 'middle' }, words);
  const bar = (at, from, to, kind) => {
    const [a, b] = [y(from), y(to)];
    return svg('rect', { class: kind, x: at - gap * 0.3, width: gap * 0.6, y: Math.min(a, b) - 1, height: Math.abs(a - b) + 2 });
  };
  const number = (at, value) => {
    if (gap < 44 || close(value, 0, 5e-4)) return '';
    return text(at, y(value > 0 ? high : low) + (value > 0 ? -8 : 14), digits(value), 'u-tick u-now');
  };
  const steps = rows.flatMap(({ t }) => {
    const k = T - t; // steps back before this one
    const done = k < back;
    const [from, to] = [partial[k], partial[k + 1]];
    return [
      t > 1 ? svg('line', { class: 'u-wire', x1: x(t - 1) + 13, x2: x(t) - 13, y1: CHAIN - 4, y2: CHAIN - 4 }) : '',
      done && t > 1 ? arrow(x(t) - 13, CHAIN + 5, x(t - 1) + 13, CHAIN + 5) : '',
      looked[t - 1] ? [text(x(t), 12, 'L', 'u-symbol'), arrow(x(t), 16, x(t), CHAIN - 14)] : [],
      svg('circle', { class: done ? 'u-done' : 'u-todo', cx: x(t), cy: CHAIN, r: 13 }),
      text(x(t), CHAIN + 4, `${t}`, done ? 'u-inside' : 'u-tick'),
      done ? [bar(x(t), from, to, 'u-term'), number(x(t), to - from)] : [],
    ].flat();
  });
  return [
    svg('line', { class: 'u-grid', x1: 0, x2: width, y1: y(0), y2: y(0) }),
    ...steps,
    bar(x(0), 0, partial[back], 'u-term u-sum'),
    number(x(0), partial[back]),
    svg('line', { class: 'u-nudge', x1: 4, x2: width, y1: y(truth[weight]), y2: y(truth[weight]) }),
    svg('text', { class: 'u-tick', x: width, y: y(truth[weight]) - 5, 'text-anchor': 'end' }, 'nudge'),
    text(x(0), CHAIN + 4, 'sum'),
  ];
}

// The table -------------------------------------------------------------------------------------

const HEAD = [
  ['step', ''],
  ['input', 'x_t'],
  ['output before', 'y_t−1'],
  ['direct', '∂L/∂y'],
  ['from the future', '0.8 δ_t+1'],
  ['total', 'g'],
  ['slope', 'φ′'],
  ['delta', 'g φ′'],
  ['for w_x', 'δ x_t'],
  ['for w_y', 'δ y_t−1'],
];
const COLUMNS = ['x', 'before', 'direct', 'future', 'g', 'slope', 'delta', 'w_x', 'w_y'];

/** The cells; those of the step that is next are for the reader, unless a slip is planted. */
function table({ rows, sums, truth, failing }, { T, back, slip }, blank) {
  const line = (name, cells, attributes = {}) =>
    html('tr', attributes, html('th', { scope: 'row' }, name), ...cells.map((cell, i) => html('td', { 'data-name': HEAD[i + 1][0] }, cell)));
  const body = rows.map((row) => {
    const open = row.t === T - back;
    const cell = (name) => {
      if (row.t > T - back || !(name in ASKED)) return cellText(row[name]);
      return open && slip === 'none' ? blank(name, row.t) : '';
    };
    return line(`step ${row.t}`, COLUMNS.map(cell), open ? { class: 'u-open' } : {});
  });
  const lastCells = (values) => [...Array(6).fill(''), ...values];
  const all = ['b', 'w_x', 'w_y'];
  const verdict = (name) => (back < T ? '' : failing.includes(name) ? ' ✗' : ' ✓');
  const nudged = all.map((name) => html('span', { class: failing.includes(name) && back === T ? 'u-wrong' : '' }, digits(truth[name]) + verdict(name)));
  const head = HEAD.map(([words, symbol]) => {
    const cell = html('th', { scope: 'col' });
    cell.innerHTML = `<span>${words}</span> <i>${symbol}</i>`.replace(/_([^ <]+)/g, '<sub>$1</sub>');
    return cell;
  });
  return [
    html('thead', {}, html('tr', {}, ...head)),
    html('tbody', {}, ...body),
    html('tfoot', {}, line('sum', lastCells(all.map((name) => digits(sums[name])))), line('nudge', lastCells(nudged))),
  ];
}

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const plot = svg('svg', { height: HEIGHT, role: 'img', 'aria-label': 'The steps’ terms and their sum; the table below has the numbers.' });
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const sheet = html('table');
  const scroll = html('div', { class: 'u-scroll u-ledger', tabindex: 0, role: 'region', 'aria-label': 'The ledger' }, sheet);
  const back = slider(model, 'back', 'steps taken back', '', [0, 3, 1], (k) => `${k}`);
  let shape;
  let goOn = false; // the reader has filled a row: the next one gets the focus

  /** An empty cell for the reader. No inputmode: some telephones' number pads lack the minus. */
  function blank(name, t) {
    const cell = html('input', { class: 'u-cell', autocomplete: 'off', 'aria-label': `step ${t}, ${ASKED[name][0]}` });
    cell.addEventListener('change', () => check(cell, name, t));
    return cell;
  }

  function check(cell, name, t) {
    if (!cell.value.trim()) return;
    const values = valuesOf(model, defaults);
    const hint = judge(cell.value, name, compute(values), t);
    cell.setAttribute('aria-invalid', hint !== null);
    status.textContent = hint ?? 'Right.';
    const cells = [...sheet.querySelectorAll('.u-cell')];
    goOn = cells.every((each) => each.getAttribute('aria-invalid') === 'false');
    if (goOn) assign(model, { back: values.back + 1 });
  }

  function draw(values, width) {
    const result = compute(values);
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...picture(result, values, width));
    const { weight, ...others } = values;
    if (shape === (shape = JSON.stringify(others))) return; // the reader may be typing
    sheet.replaceChildren(...table(result, values, blank));
    if (goOn) (sheet.querySelector('.u-cell') ?? scroll).focus();
    goOn = false;
  }

  const looks = EARLY.map((t) => toggle(model, `loss_${t}`, `y${t}`));
  const last = toggle(model, 'last', '');
  follow(model, ['T'], () => {
    const T = model.get('T');
    back.querySelector('input').max = T;
    looks.forEach((row, i) => (row.hidden = i + 1 >= T));
    last.lastChild.textContent = `y${T}`;
  });
  // Another length begins anew; a slip is shown in a finished ledger.
  const begin = () => assign(model, { back: model.get('slip') === 'none' ? 1 : model.get('T') });
  model.on('change:T change:slip', begin);

  const step = button('Take this step', () => {
    assign(model, { back: model.get('back') + 1 });
    if (step.disabled) again.focus();
  });
  const every = button('Every output', () => assign(model, { last: true, ...early(true) }));
  const again = button('Start again', () => {
    assign(model, defaults);
    assign(model, { back: 0 });
  });
  follow(model, ['T', 'back'], () => (step.disabled = model.get('back') >= model.get('T')));
  el.append(
    plot,
    html(
      'div',
      { class: 'u-controls' },
      slider(model, 'T', 'steps', 'T', [3, 8, 1], (T) => `${T}`),
      choice(model, 'slip', 'planted slip', Object.keys(slips)),
      choice(model, 'weight', 'bars for', Object.keys(weights)),
    ),
    back,
    status,
    scroll,
    html('div', { class: 'u-buttons' }, step, again),
    html('fieldset', { class: 'u-looks' }, html('legend', {}, 'The loss looks at'), ...looks, last, every),
  );
  return keepUp({ model, defaults, plot, draw, describe, status }).stop;
}

export default { render };
