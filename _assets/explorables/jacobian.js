// A product of Jacobians: what becomes of a circle of gradients, step by step back.

import { choice, digits, follow, html, keepUp, numbers, pointAt, presets, range, slider, svg } from './dom.js';
import { N_BACK, matrix, products, singularValues, spectralRadius, toward } from './jacobian-core.js';

export const defaults = {
  lambda_1: 0.9,
  lambda_2: 0.9,
  turn: 0,
  s: 2,
  activation: 'linear',
  strength: 1,
  direction: 90,
  k: 2,
};

const linear = { turn: 0, activation: 'linear' };
const PRESETS = {
  '[[0.9, 2], [0, 0.9]]': { ...linear, lambda_1: 0.9, lambda_2: 0.9, s: 2 },
  rotation: { ...linear, lambda_1: 1, lambda_2: 0.9, turn: 25, s: 0 },
  symmetric: { ...linear, lambda_1: 0.9, lambda_2: -0.5, s: 0 },
};

// Numbers and words -----------------------------------------------------------------------------

/** Everything the pictures show, for every number of steps back. */
export function compute(values) {
  const W = matrix(values);
  const back = products(W, values.activation, values.strength);
  const chosen = back.map((J) => Math.hypot(...toward(J, values.direction)));
  const rho = spectralRadius(values);
  return {
    W,
    back,
    chosen,
    axes: back.map(singularValues),
    rho,
    sigma: singularValues(W)[0],
    power: back.map((_, k) => rho ** k),
  };
}

/** Three digits of a length, however small or large. */
const length = (v) => (v === 0 ? '0' : v >= 0.001 && v < 1e4 ? String(+v.toPrecision(3)) : v.toExponential(1)).replace('-', '−').replace('e+', 'e');

/** What the lengths do in the end. */
function describeEnd({ chosen, rho, sigma }, { activation, s, k }) {
  const peak = chosen.indexOf(Math.max(...chosen));
  const tail = chosen.findLastIndex((v) => v >= 1) + 1;
  if (peak > 0 && tail <= N_BACK) return `It is longest ${peak} back and shorter than 1 from ${tail} on: growth first, then decay.`;
  if (activation === 'tanh' && rho > 1 && chosen[N_BACK] < 1) return `The slopes of tanh undo what ρ > 1 would do.`;
  if (s === 0 && activation === 'linear') return `The matrix is normal: σ = ρ, and no direction outgrows ρ to the power k.`;
  if (sigma > 1 && chosen[N_BACK] < 1) return `σ > 1, and this direction fades from the start.`;
  if (k === N_BACK) return '';
  return chosen[N_BACK] >= 1 ? `After ${N_BACK} steps it is ${length(chosen[N_BACK])}.` : `It fades, to ${length(chosen[N_BACK])} after ${N_BACK} steps.`;
}

/** Say in words what the pictures show. */
export function describe(values) {
  const result = compute(values);
  const { k, direction } = values;
  const from = { 0: 'unit 1', 90: 'unit 2' }[direction] ?? `direction ${direction}°`;
  const steps = k === 1 ? '1 step' : `${k} steps`;
  return `ρ = ${digits(result.rho, 2)}, σ = ${digits(result.sigma, 2)}. Seen from ${from}, the gradient ${steps} back is ${length(result.chosen[k])} long; ρ alone says ${length(result.power[k])}. ${describeEnd(result, values)}`.trim();
}

// The pictures ----------------------------------------------------------------------------------

const HEIGHT = 220;
const text = (x, y, words, anchor = 'middle', kind = 'u-tick') =>
  svg('text', { class: kind, x, y, 'text-anchor': anchor }, words);

/** The circle, what became of it, and of one direction. */
function disc({ back, axes }, { k, direction }, width) {
  const [cx, cy] = [width / 2, HEIGHT / 2];
  const scale = (HEIGHT / 2 - 12) / Math.max(1, axes[k][0]);
  const at = ([x, y]) => `${cx + scale * x},${cy - scale * y}`;
  const ellipse = (J, kind) => {
    const points = Array.from({ length: 72 }, (_, i) => at(toward(J, 5 * i)));
    return svg('polygon', { class: kind, points: points.join(' ') });
  };
  const hand = (J, kind) => svg('polyline', { class: kind, points: `${cx},${cy} ${at(toward(J, direction))}` });
  const tip = at(toward(back[k], direction)).split(',');
  return [
    svg('line', { class: 'u-grid', x1: cx - 106, x2: cx + 106, y1: cy, y2: cy }),
    svg('line', { class: 'u-grid', x1: cx, x2: cx, y1: 4, y2: HEIGHT - 4 }),
    ellipse(back[0], 'u-circle'),
    ...[3, 2, 1].filter((j) => j < k).map((j) => ellipse(back[k - j], 'u-before')),
    ellipse(back[k], 'u-ellipse'),
    hand(back[0], 'u-start'),
    hand(back[k], 'u-hand'),
    svg('circle', { class: 'u-tip', cx: tip[0], cy: tip[1], r: 5 }),
    text(cx + 4, cy - scale - 4, '1', 'start'),
    text(cx + 106, cy + 14, 'unit 1', 'end'),
    text(cx - 4, 14, 'unit 2', 'end'),
  ];
}

const LEFT = 54;
const RIGHT = 68;
const LOWEST = -12; // power of ten; what lies lower is drawn there, and the axis says so
const place = (width) => {
  const gap = (width - LEFT - RIGHT) / N_BACK;
  return { at: (k) => LEFT + k * gap, step: (x) => Math.max(0, Math.min(N_BACK, Math.round((x - LEFT) / gap))) };
};

/** A power of ten on the axis; `below`: and everything less. */
export const axisText = (e, below) =>
  (below ? '≤' : '') + (Math.abs(e) < 4 ? `${10 ** e}` : `1e${e}`.replace('-', '−'));

/** The lengths on a logarithmic axis, with the names of the lines at their ends. */
function curves({ chosen, axes, power }, k, width) {
  const lines = { 'ρ alone': ['u-power', power], longest: ['u-long', axes.map(([long]) => long)], chosen: ['u-chosen', chosen] };
  const exponent = (v) => Math.max(LOWEST, Math.log10(v));
  const all = Object.values(lines).flatMap(([, values]) => values.map(exponent));
  const [low, high] = [Math.min(-1, Math.floor(Math.min(...all))), Math.max(1, Math.ceil(Math.max(...all)))];
  const y = (v) => 14 + ((high - exponent(v)) / (high - low)) * (HEIGHT - 46);
  const { at } = place(width);
  const every = high - low > 6 ? 3 : 1;
  const decades = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((e) => e % every === 0);
  const names = Object.entries(lines)
    .map(([name, [kind, values]]) => ({ name, kind, y: y(values[N_BACK]) + 4 }))
    .sort((a, b) => a.y - b.y);
  // Clear of each other, and of the numbers below.
  names.forEach((name, i) => i && (name.y = Math.max(name.y, names[i - 1].y + 13)));
  names.forEach((name, i) => (name.y = Math.min(name.y, HEIGHT - 28 - 13 * (names.length - 1 - i))));
  return [
    ...decades.flatMap((e) => [
      svg('line', { class: 'u-grid', x1: LEFT, x2: width - RIGHT, y1: y(10 ** e), y2: y(10 ** e) }),
      text(LEFT - 5, y(10 ** e) + 4, axisText(e, e === low && all.includes(LOWEST)), 'end'),
    ]),
    svg('rect', { class: 'u-band', x: at(k) - 4, width: 8, y: 6, height: HEIGHT - 32 }),
    ...Object.values(lines).map(([kind, values]) => svg('polyline', { class: kind, points: values.map((v, j) => `${at(j)},${y(v)}`).join(' ') })),
    svg('circle', { class: 'u-tip', cx: at(k), cy: y(chosen[k]), r: 5 }),
    ...names.map(({ name, kind, y }) => text(width - RIGHT + 9, y, name, 'start', `u-tick ${kind}-name`)),
    ...[0, 10, 20, 30, 40, 50].filter((j) => Math.abs(at(j) - at(k)) > 20).map((j) => text(at(j), HEIGHT - 8, `${j}`)),
    text(at(k), HEIGHT - 8, `${k}`, 'middle', 'u-tick u-now'),
  ];
}

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const image = (label) => svg('svg', { height: HEIGHT, role: 'img', 'aria-label': `${label}; described in words below.` });
  const left = image('A circle of gradients and the ellipse it has become');
  const plot = image('Lengths of gradients against steps back');
  const scrub = range(model, 'k', 'steps back', [0, N_BACK, 1], (k) => `${k} steps back`);
  scrub.classList.add('u-scrub');
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const entries = html('p', { class: 'u-equation' });
  const details = numbers();
  let preview = null;

  function draw(values, width) {
    const result = compute(values);
    const k = preview ?? values.k;
    const { at } = place(width);
    const side = Math.round(left.getBoundingClientRect().width);
    left.setAttribute('viewBox', `0 0 ${side} ${HEIGHT}`);
    left.replaceChildren(...disc(result, { ...values, k }, side));
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...curves(result, k, width));
    scrub.style.marginLeft = `${at(0) - 12}px`;
    scrub.style.width = `${at(N_BACK) - at(0) + 24}px`;
    const [a, b, c, d] = result.W.map((v) => digits(v, 2));
    entries.replaceChildren(html('i', {}, 'W', html('sub', {}, 'y')), ` = [[${a}, ${b}], [${c}, ${d}]]`);
    details.show(['steps back', 'longest', 'shortest', 'chosen', 'ρ alone'], () =>
      result.back.map((_, j) => [`${j}`, ...[...result.axes[j], result.chosen[j], result.power[j]].map(length)]));
  }

  const turnTo = (event) => {
    const box = left.getBoundingClientRect();
    const [x, y] = [event.clientX - box.x - box.width / 2, box.y + box.height / 2 - event.clientY];
    model.set('direction', Math.round((Math.atan2(y, x) * 36) / Math.PI + 72) * 5 % 360);
  };
  left.addEventListener('click', turnTo);
  left.addEventListener('pointermove', (event) => event.buttons && turnTo(event));

  const row = (name, label, symbol, limits, format) => slider(model, name, label, symbol, limits, format);
  const second = row('lambda_2', 'second', 'λ<sub>2</sub>', [-1.5, 1.5, 0.05]);
  const strength = row('strength', 'strength of', 'x<sub>t</sub>', [0, 3, 0.1]);
  follow(model, ['turn', 'activation'], () => {
    // Not hidden: nothing below may move.
    second.querySelector('input').disabled = model.get('turn') > 0;
    strength.querySelector('input').disabled = model.get('activation') === 'linear';
  });
  const degrees = (v) => `${v}°`;
  el.append(
    html('div', { class: 'u-pair' }, left, html('div', {}, plot, scrub)),
    html('p', { class: 'u-hint' }, 'Click or drag in the circle to choose a direction. With tanh the slopes depend on the inputs ', html('i', {}, 'x', html('sub', {}, 't')), ', a wave for each unit.'),
    status,
    presets(model, 'Examples to try', PRESETS),
    entries,
    html(
      'div',
      { class: 'u-controls' },
      html(
        'div',
        {},
        row('s', 'departure', 's', [0, 3, 0.1]),
        row('lambda_1', 'eigenvalue', 'λ<sub>1</sub>', [0, 1.5, 0.05]),
        second,
        row('turn', 'turn', '', [0, 90, 5], degrees),
      ),
      html('div', {}, row('direction', 'direction', '', [0, 355, 5], degrees), choice(model, 'activation', 'activation', ['linear', 'tanh']), strength),
    ),
    details,
  );
  const { ask, stop } = keepUp({ model, defaults, plot, draw, describe, status, details });
  pointAt(plot, (x) => place(plot.getBoundingClientRect().width).step(x), (k) => {
    preview = k;
    ask();
  }, (k) => model.set('k', k));
  return stop;
}

export default { render };
