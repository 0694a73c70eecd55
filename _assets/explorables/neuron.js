// One recurrent neuron: y_t = phi(w_x x_t + w_y y_{t-1} + b).

import {
  assign, button, choice, digits, html, keepUp, numbers, pointAt, presets, range, slider, svg, toggle, valuesOf,
} from './dom.js';
import { N_STEPS, activations, forward, shuffle, signals } from './neuron-core.js';

export const defaults = {
  w_x: 1,
  w_y: 0.9,
  b: 0,
  activation: 'tanh',
  signal: 'pulse',
  shuffled: false,
  t: 5,
};

// Starting points for the chapter's five observations.
const pulse = { w_x: 1, b: 0, signal: 'pulse', shuffled: false };
const PRESETS = {
  forget: { ...pulse, w_y: 0, activation: 'tanh' },
  fade: { ...pulse, w_y: 0.9, activation: 'identity' },
  latch: { ...pulse, w_y: 1.5, activation: 'tanh' },
  explode: { ...pulse, w_y: 1.2, activation: 'identity' },
  alternate: { ...pulse, w_y: -0.9, activation: 'identity' },
};

const STEP = 0.01; // of the recurrent weight

// Numbers and words -----------------------------------------------------------------------------

const steps = (n) => (n === 1 ? '1 step' : `${n} steps`);

/** Everything the picture shows, from the model's values. */
export function compute(values) {
  const inOrder = signals[values.signal];
  const x = values.shuffled ? shuffle(inOrder) : inOrder;
  const { a, y } = forward(x, values);
  return { x, a, y, inOrder: forward(inOrder, values).y };
}

/** Steps until no more than half of a pulse's output is left; 0 if there is no such step. */
function halfLife({ x, y }) {
  const at = x.findIndex((x_t) => x_t !== 0); // counts from 0
  const half = y.findIndex((y_t, i) => i > at && Math.abs(y_t) <= Math.abs(y[at]) / 2);
  return Math.max(0, half - at);
}

const isPulse = ({ signal, b, w_x }) => signal === 'pulse' && b === 0 && w_x !== 0;

/** What the reader may try to reach. */
export const GOALS = {
  'a half-life of exactly 10 steps, with the identity': (values) =>
    isPulse(values) && values.activation === 'identity' && halfLife(compute(values)) === 10,
  'the smallest recurrent weight that latches, with tanh': (values) =>
    isPulse(values) && values.activation === 'tanh' && values.w_y > 1 && values.w_y < 1 + 1.5 * STEP,
};

/** Where tanh comes to rest: y = tanh(|w_y| y). */
function restingPoint(w_y) {
  let y = 1;
  for (let i = 0; i < 2000; i++) y = Math.tanh(Math.abs(w_y) * y);
  return y;
}

/** What became of a pulse, once the input has gone back to zero. */
function describeTail({ x, y }, { w_y, activation }) {
  const over = `The pulse at step ${x.findIndex((x_t) => x_t !== 0) + 1}`;
  const last = y.at(-1);
  const sign = w_y < 0 ? ', and the output changes sign at every step' : '';
  if (w_y === 0) return `${over} is forgotten at once: with a recurrent weight of 0 no output sees the one before.`;
  if (activation === 'tanh' && Math.abs(w_y) > 1) {
    const rest = Math.sign(last) * restingPoint(w_y);
    const there = Math.abs(last - rest) < 5e-3;
    if (w_y > 0) return `${over} is over, and the output ${there ? 'has latched' : 'is on its way to latch'} at ${digits(rest, 2)}.`;
    return `${over} is over, and the output ${there ? 'keeps' : 'ends up'} alternating between ${digits(rest, 2)} and ${digits(-rest, 2)}.`;
  }
  const half = halfLife({ x, y });
  if (half) return `${over} has fallen to half after ${steps(half)}${sign}.`;
  return `${over} has not fallen to half by step ${N_STEPS}: the output is still ${digits(last, 2)}${sign}.`;
}

/** Say in words what the picture shows. */
export function describe(values) {
  const result = compute(values);
  const { y, inOrder } = result;
  const { w_y, b, activation, signal, shuffled } = values;
  const last = y.at(-1);
  const moving = y.some((y_t) => Math.abs(y_t) > 1e-12);
  let words;
  if (!moving) {
    words = 'The output stays at 0.';
  } else if (activation === 'identity' && Math.abs(w_y) > 1) {
    const alternates = w_y < 0 ? ', with changing sign' : '';
    const more = signal === 'pulse' && b === 0 ? '' : ' and adds what comes in';
    words = `The output grows without bound${alternates}: each step multiplies the previous output by ${digits(w_y, 2)}${more}; at step ${N_STEPS} it is ${digits(last, 1)}.`;
  } else if (activation === 'identity' && w_y === 1) {
    const bias = b === 0 ? '' : ', and the bias at every step';
    words = `With a recurrent weight of 1 the output adds up all it has seen${bias}: ${digits(last, 2)} at step ${N_STEPS}.`;
  } else if (signal === 'pulse' && b === 0) {
    words = describeTail(result, values);
  } else if (w_y === 0) {
    words = `With a recurrent weight of 0 each output depends on the input of its own step alone; the last is ${digits(last, 2)}.`;
  } else if (Math.abs(last - y.at(-2)) < 2e-3 && Math.abs(last - y.at(-3)) < 2e-3) {
    words = `The output has settled at ${digits(last, 2)}.`;
  } else {
    const late = y.slice(N_STEPS / 2);
    words = `In the second half the output moves between ${digits(Math.min(...late), 2)} and ${digits(Math.max(...late), 2)}.`;
  }
  if (!shuffled) return words;
  const before = digits(inOrder.at(-1), 2);
  return `${words} Same inputs, another order: the last output is ${digits(last, 2)}; in the original order it was ${before}.`;
}

/** The smallest of 1, 2, 5, 10, … that holds every value: the scale must not jitter. */
export function bound(values) {
  const largest = Math.max(...values.map(Math.abs));
  for (let power = 1; ; power *= 10) {
    for (const factor of [1, 2, 5]) if (largest <= factor * power * 1.0001) return factor * power;
  }
}

// The picture -----------------------------------------------------------------------------------

const LEFT = 46;
const RIGHT = 14;
const X_PANEL = { top: 12, height: 62 };
const Y_PANEL = { top: 96, height: 156 };
const HEIGHT = 282;

/** A horizontal ruler: where step t lies, and which step lies at a place. */
function ruler(width) {
  const gap = (width - LEFT - RIGHT) / N_STEPS;
  return {
    gap,
    at: (t) => LEFT + (t - 0.5) * gap,
    step: (place) => Math.max(1, Math.min(N_STEPS, Math.ceil((place - LEFT) / gap))),
  };
}

/** A vertical ruler over a panel, and the panel's grid lines with their numbers. */
function panel({ top, height }, values, symbol, role, width) {
  const limit = bound(values);
  const low = values.some((v) => v < 0) ? -limit : 0;
  const at = (v) => top + (height * (limit - v)) / (limit - low);
  const grid = [...new Set([low, 0, limit])].flatMap((v) => [
    svg('line', { class: 'u-grid', x1: LEFT, x2: width - RIGHT, y1: at(v), y2: at(v) }),
    svg('text', { class: 'u-tick', x: LEFT - 6, y: at(v) + 4, 'text-anchor': 'end' }, digits(v, 0)),
  ]);
  const name = svg('text', { class: `u-symbol u-${role}`, x: 2, y: top + height / 2 + 4 }, symbol);
  name.append(svg('tspan', { dy: 4, class: 'u-sub' }, 't'));
  const within = (v) => at(Math.max(low, Math.min(limit, v)));
  return { at, within, marks: [...grid, name] };
}

/** An arrow between two places, stopping short of the second. */
function arrow(role, [x1, y1], [x2, y2], short) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const far = Math.hypot(x2 - x1, y2 - y1);
  if (far < short + 8) return svg('g'); // no room: the dots touch
  const back = (distance, turn = 0) =>
    `${x2 - distance * Math.cos(angle + turn)},${y2 - distance * Math.sin(angle + turn)}`;
  return svg(
    'g',
    { class: `u-arrow u-${role}` },
    svg('polyline', { points: `${x1},${y1} ${back(short + 4)}` }),
    svg('polygon', { points: `${back(short)} ${back(short + 9, 0.3)} ${back(short + 9, -0.3)}` }),
  );
}

function picture({ x, y }, t, ghost, width) {
  const across = ruler(width);
  const up = panel(X_PANEL, x, 'x', 'input', width);
  const over = panel(Y_PANEL, y, 'y', 'output', width);
  const dot = (k) => [across.at(k), over.at(k === 0 ? 0 : y[k - 1])];

  const band = { x: across.at(t) - across.gap / 2, width: across.gap, y: 4, height: HEIGHT - 28 };
  const bars = x.map((x_t, i) => {
    const thick = Math.max(3, across.gap * 0.55);
    const height = Math.max(2, Math.abs(up.at(x_t) - up.at(0))); // zero shows as a line
    const y = x_t > 0 ? up.at(x_t) : up.at(0) - (x_t ? 0 : 1);
    return svg('rect', { class: 'u-input', x: across.at(i + 1) - thick / 2, width: thick, y, height });
  });
  const points = y.map((_, i) => dot(i + 1));
  const dots = points.map(([cx, cy], i) =>
    svg('circle', { class: 'u-output', cx, cy, r: i + 1 === t ? 6 : 3 }),
  );
  const ticks = [1, 5, 10, 15, 20, N_STEPS].filter((k) => Math.abs(k - t) * across.gap > 22);
  const labels = ticks.map((k) => svg('text', { class: 'u-tick', x: across.at(k), y: HEIGHT - 6, 'text-anchor': 'middle' }, `${k}`));
  const now = svg('text', { class: 'u-tick u-now', x: across.at(t), y: HEIGHT - 6, 'text-anchor': 'middle' }, `${t}`);
  const axis = svg('text', { class: 'u-symbol', x: LEFT - 14, y: HEIGHT - 6, 'text-anchor': 'end' }, 't');
  // The two things this step is made of: its input, and the output before it.
  const from = [across.at(t), Math.max(up.at(x[t - 1]), up.at(0)) + 3];
  return [
    svg('rect', { class: 'u-band', rx: 3, ...band }),
    ...up.marks,
    ...over.marks,
    ...bars,
    svg('polyline', { class: 'u-ghost', points: ghost.map((v, i) => `${across.at(i + 1)},${over.within(v)}`).join(' ') }),
    svg('polyline', { class: 'u-curve', points: points.join(' ') }),
    arrow('input', from, dot(t), 7),
    ...dots,
    t > 1 ? arrow('output', dot(t - 1), dot(t), 7) : '',
    ...labels,
    now,
    axis,
  ];
}

// The arithmetic --------------------------------------------------------------------------------

const part = (role, text) => html('span', { class: `u-${role}` }, text);
const symbol = (letter, index) => html('i', {}, letter, html('sub', {}, `${index}`));
const inBrackets = (value, places) =>
  value < 0 ? `(${digits(value, places)})` : digits(value, places);

/** One step written out, in the order of the equation. */
function arithmetic({ x, y }, values, t) {
  const { w_x, w_y, b, activation } = values;
  const before = t > 1 ? y[t - 2] : 0;
  const tanh = activation === 'tanh';
  const sum = [
    part('input', `${digits(w_x, 2)} · ${inBrackets(x[t - 1])}`),
    ' + ',
    part('output', `${inBrackets(w_y, 2)} · ${inBrackets(before)}`),
    b < 0 ? ` − ${digits(-b, 2)}` : ` + ${digits(b, 2)}`,
  ];
  return [
    symbol('y', t),
    tanh ? ' = tanh(' : ' = ',
    ...sum,
    tanh ? ') ' : ' ',
    html('span', { class: 'u-result' }, '= ', html('b', { class: 'u-output' }, digits(y[t - 1]))),
  ];
}

/** The equation itself, in symbols. */
function equation({ activation }) {
  const [open, close] = activation === 'tanh' ? ['tanh(', ')'] : ['', ''];
  const input = html('span', { class: 'u-input' }, symbol('w', 'x'), ' ', symbol('x', 't'));
  const memory = html('span', { class: 'u-output' }, symbol('w', 'y'), ' ', symbol('y', 't−1'));
  return [symbol('y', 't'), ` = ${open}`, input, ' + ', memory, ' + ', html('i', {}, 'b'), close];
}

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const formula = html('p', { class: 'u-equation' });
  const plot = svg('svg', {
    height: HEIGHT,
    role: 'img',
    'aria-label': 'Input and output of one recurrent neuron over 24 steps; described in words below.',
  });
  const scrub = range(model, 't', 'step t', [1, N_STEPS, 1], (t) => `step ${t}`);
  scrub.classList.add('u-scrub');
  const sums = html('p', { class: 'u-sums' });
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const details = numbers();
  const tries = presets(model, 'Examples to try', PRESETS);
  tries.append(button('reset', () => assign(model, defaults)));
  const goals = Object.entries(GOALS).map(([words, reached]) => ({ words, reached, node: html('span', {}, `○ ${words}`) }));

  let preview = null;
  let ghost = []; // the curve before the last move
  let before = { y: [], key: '', time: 0 };

  /** Remember the curve that stood when a move began. */
  function remember(y) {
    const [key, time] = [y.join(), performance.now()];
    if (key === before.key) return;
    if (time - before.time > 600) ghost = before.y;
    before = { y, key, time };
  }

  function draw(values, width) {
    const result = compute(values);
    const t = preview ?? values.t;
    const { gap, at } = ruler(width);
    remember(result.y);
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...picture(result, t, ghost, width));
    // The handle's middle travels from half a handle in to half a handle short of the end.
    scrub.style.marginLeft = `${at(1) - 12}px`;
    scrub.style.width = `${gap * (N_STEPS - 1) + 24}px`;
    formula.replaceChildren(...equation(values));
    sums.replaceChildren(...arithmetic(result, values, t));
    details.show(['step t', 'input x', 'sum before φ', 'output y'], () =>
      result.x.map((x_t, i) => [`${i + 1}`, ...[x_t, result.a[i], result.y[i]].map((v) => digits(v))]));
  }

  el.append(
    formula,
    plot,
    scrub,
    sums,
    slider(model, 'w_y', 'recurrent weight', 'w<sub>y</sub>', [-1.5, 1.5, STEP]),
    status,
    tries,
    html('p', { class: 'u-buttons' }, 'Can you find: ', ...goals.map(({ node }) => node)),
    html(
      'div',
      { class: 'u-controls' },
      html(
        'div',
        {},
        slider(model, 'w_x', 'input weight', 'w<sub>x</sub>', [-2, 2, 0.05]),
        slider(model, 'b', 'bias', 'b', [-1, 1, 0.05]),
      ),
      html(
        'div',
        {},
        choice(model, 'activation', 'activation φ', Object.keys(activations)),
        choice(model, 'signal', 'input signal', Object.keys(signals)),
        toggle(model, 'shuffled', 'shuffle the input’s steps'),
      ),
    ),
    details,
  );
  // A drag fires this when it ends: passing by is not finding.
  el.addEventListener('change', () => {
    const values = valuesOf(model, defaults);
    for (const { words, reached, node } of goals) if (reached(values)) node.textContent = `✓ ${words}`;
  });
  const { ask, stop } = keepUp({ model, defaults, plot, draw, describe, status, details, silent: ['t'] });
  const find = (x) => ruler(plot.getBoundingClientRect().width).step(x);
  const show = (t) => {
    preview = t;
    ask();
  };
  pointAt(plot, find, show, (t) => assign(model, { t }));
  return stop;
}

export default { render };
