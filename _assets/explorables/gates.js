// Gates by hand: hold a bit in an LSTM's cell over a noisy stretch.

import { assign, button, digits, html, keepUp, numbers, pointAt, presets, range, slider, svg } from './dom.js';
import { N_STEPS, N_STRETCHES, halfLife, inputs, lstm, right } from './gates-core.js';

export const defaults = { b_f: 1, b_i: 0, b_o: 0, noise: 1, t: 2 };

export const EXAMPLES = {
  'Keras’ start': { b_f: 1, b_i: 0, b_o: 0 },
  'ln 50': { b_f: 3.9, b_i: 0, b_o: 0 },
  'all open': { b_f: 8, b_i: 8, b_o: 8 },
  hold: { b_f: 8, b_i: -8, b_o: 8 },
  hidden: { b_f: 8, b_i: -8, b_o: -8 },
};

// Numbers and words -----------------------------------------------------------------------------

/** Everything the picture shows. */
export const compute = (values) => ({ x: inputs(values.noise), ...lstm(inputs(values.noise), values) });

/** Three significant digits, with an exponent where zeros would run away. */
export const short = (v) => (Math.abs(v) < 1e-3 ? v.toExponential(1).replace('-', '−') : digits(v));

/** Say in words what the picture shows. */
export function describe(values) {
  const { f, o, c, y, bit, gradient } = compute(values);
  const left = bit.at(-1) / bit[0];
  const sign = c.at(-1) > 0 ? 'right' : 'wrong';
  const share = right(values);
  const words = [
    `The bit is the 1 at step 1, let in by hand; ${left < 5e-3 ? 'next to nothing' : `${(100 * left).toFixed(0)} %`} of it is left at step ${N_STEPS}.`,
    `The cell’s sign is ${sign} here${sign === 'right' ? ', and' : '; right'} in ${(100 * share).toFixed(0)} of 100 draws of the noise.`,
    `The gradient that comes back to step 1 is ${short(gradient[0])}:`,
  ];
  if (o < 0.05) words.push(`the output gate hides the cell, y is ${short(y.at(-1))}.`);
  else if (left < 0.05) words.push(`fifty steps at f = ${digits(f)} have made it vanish, sigmoid or not.`);
  else if (gradient[0] < 0.05) words.push('f would let it through, but tanh is flat where the cell has come to.');
  else if (share < 0.9) words.push('it arrives, and along the same sum so did all the noise.');
  else words.push('along a sum that loses little it arrives.');
  return words.join(' ');
}

// The picture -----------------------------------------------------------------------------------

const LEFT = 50;
const RIGHT = 12;
const HEIGHT = 330;
const IN = { top: 20, height: 64 };
const CELL = { top: 112, height: 104 };
const BACK = { top: 244, height: 56 };
const DECADES = 12;

const ruler = (width) => {
  const gap = (width - LEFT - RIGHT) / N_STEPS;
  return {
    gap,
    at: (t) => LEFT + (t - 0.5) * gap,
    step: (place) => Math.max(1, Math.min(N_STEPS, Math.ceil((place - LEFT) / gap))),
  };
};

/** A panel with its title and grid; `marks` are pairs of a height between 0 and 1 and its name. */
function panel({ top, height }, title, marks, width) {
  const at = (share) => top + height * (1 - share);
  const text = (x, y, words, anchor) => svg('text', { class: 'u-tick', x, y, 'text-anchor': anchor }, words);
  const grid = marks.flatMap(([share, words]) => [
    svg('line', { class: 'u-grid', x1: LEFT, x2: width - RIGHT, y1: at(share), y2: at(share) }),
    text(LEFT - 6, at(share) + 4, words, 'end'),
  ]);
  return { at, shapes: [...grid, text(LEFT, top - 7, title, 'start')] };
}

/** A line through the steps, in one of the palette's colours. */
const line = (role, width, points, dashes = '') =>
  svg('path', {
    d: `M${points.join('L')}`,
    style: `fill:none;stroke:var(--u-${role});stroke-width:${width};stroke-dasharray:${dashes}`,
  });

function picture({ candidate, i, c, y, bit, gradient }, t, width) {
  const { gap, at } = ruler(width);
  const limit = [1, 2, 5, 10, 20, 50].find((n) => n >= Math.max(...c.map(Math.abs)));
  const door = panel(IN, 'input, and what is let in (filled)', [[0, '−1'], [0.5, '0'], [1, '1']], width);
  const cell = panel(CELL, 'in the cell', [[0, `−${limit}`], [0.5, '0'], [1, `${limit}`]], width);
  const back = panel(BACK, 'gradient of the last output, by step', [[0, `1e−${DECADES}`], [0.5, `1e−${DECADES / 2}`], [1, '1']], width);
  const bars = (values, style) =>
    values.map((v, k) => {
      const [zero, end] = [door.at(0.5), door.at((v + 1) / 2)];
      return svg('rect', { style, x: at(k + 1) - gap * 0.35, width: gap * 0.7, y: Math.min(zero, end), height: Math.abs(end - zero) });
    });
  const along = (values, up) => values.map((v, k) => [at(k + 1), up(v)]);
  const inCell = (v) => cell.at((v / limit + 1) / 2);
  const log = (v) => back.at(Math.max(0, 1 + Math.log10(v) / DECADES));
  return [
    svg('rect', { class: 'u-band', x: at(t) - gap / 2, width: gap, y: 6, height: HEIGHT - 24 }),
    ...door.shapes,
    ...cell.shapes,
    ...back.shapes,
    ...bars(candidate, 'fill:none;stroke:var(--u-input)'),
    ...bars(candidate.map((v, k) => (k ? i : 1) * v), 'fill:var(--u-input)'),
    line('ink', 2, along(bit, inCell), '6 4'),
    line('output', 3, along(c, inCell)),
    line('output', 2, along(y, inCell), '2 3'),
    line('gradient', 2.5, along(gradient, log)),
    svg('circle', { class: 'u-output', cx: at(t), cy: inCell(c[t - 1]), r: 5 }),
    ...[1, 10, 20, 30, 40, N_STEPS].map((k) =>
      svg('text', { class: 'u-tick', x: at(k), y: HEIGHT - 6, 'text-anchor': 'middle' }, `${k}`)),
  ];
}

/** What the three lines in the cell are. */
const legend = () =>
  [['output', 3, 'cell state c'], ['ink', 2, 'left of the bit', '6 4'], ['output', 2, 'output y', '2 3']].map(([role, width, words, dashes]) =>
    html('span', {}, svg('svg', { width: 30, height: 8, 'aria-hidden': true }, line(role, width, [[0, 4], [30, 4]], dashes)), ` ${words}`));

/** One step in numbers: what is kept, and what is added. */
function arithmetic({ f, i, candidate, c }, t) {
  const brackets = (v) => (v < 0 ? `(${digits(v)})` : digits(v));
  const kept = `${digits(f, 4)} · ${brackets(c[t - 2] ?? 0)}`;
  const added = `${digits(t > 1 ? i : 1)} · ${brackets(candidate[t - 1])}`;
  return [html('i', {}, 'c', html('sub', {}, `${t}`)), ` = ${kept} + ${added} = `, html('b', { class: 'u-output' }, digits(c[t - 1])), t > 1 ? '' : ' (the bit, let in by hand)'];
}

/** The gates that the biases make. */
const gates = ({ f, i, o }) =>
  `f = ${digits(f, 4)}, half-life ${halfLife(f).toFixed(f > 0.9 ? 0 : 1)} steps; i = ${digits(i)}, at step 1 by hand 1; o = ${digits(o)}`;

const HEADER = ['step t', 'input x', 'candidate', 'cell c', 'of the bit', 'output y', 'gradient'];
const rows = ({ x, candidate, c, bit, y, gradient }) =>
  x.map((x_t, k) => [k + 1, ...[x_t, candidate[k], c[k], bit[k], y[k]].map((v) => digits(v)), short(gradient[k])]);

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const plot = svg('svg', {
    height: HEIGHT,
    role: 'img',
    'aria-label': 'Inputs, cell state and gradient of one LSTM unit over 51 steps; described in words below.',
  });
  const formula = html('p', { class: 'u-sums' });
  const sums = html('p', { class: 'u-sums' });
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const scrub = range(model, 't', 'step t', [1, N_STEPS, 1], (t) => `step ${t}`);
  scrub.classList.add('u-scrub');
  const details = numbers();
  let preview = null; // the step under the mouse

  function draw(values, width) {
    const result = compute(values);
    const t = preview ?? values.t;
    const { gap, at } = ruler(width);
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...picture(result, t, width));
    scrub.style.marginLeft = `${at(1) - 12}px`;
    scrub.style.width = `${gap * (N_STEPS - 1) + 24}px`;
    formula.textContent = gates(result);
    sums.replaceChildren(...arithmetic(result, t));
    details.show(HEADER, () => rows(result));
  }

  const bias = (name, words, letter) =>
    slider(model, name, words, `b<sup>${letter}</sup>`, [-8, 8, 0.1], (v) => v.toFixed(1));
  const tries = presets(model, 'Examples to try', EXAMPLES);
  tries.append(button('other noise', () => assign(model, { noise: (model.get('noise') % N_STRETCHES) + 1 })));
  el.append(
    formula,
    plot,
    scrub,
    html('p', { class: 'u-legend' }, ...legend()),
    sums,
    bias('b_f', 'forget gate', 'f'),
    bias('b_i', 'input gate', 'i'),
    bias('b_o', 'output gate', 'o'),
    tries,
    status,
    details,
  );
  const { ask, stop } = keepUp({ model, defaults, plot, draw, describe, status, details, silent: ['t'] });
  const find = (place) => ruler(plot.getBoundingClientRect().width).step(place);
  const show = (t) => {
    preview = t;
    ask();
  };
  pointAt(plot, find, show, (t) => assign(model, { t }));
  return stop;
}

export default { render };
