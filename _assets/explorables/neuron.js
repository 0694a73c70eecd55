// One recurrent neuron: y_t = phi(w_x x_t + w_y y_{t-1} + b).

import { choice, debounce, html, range, slider, svg, toggle } from './dom.js';
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
const PRESETS = {
  forget: { w_y: 0, activation: 'tanh' },
  fade: { w_y: 0.9, activation: 'identity' },
  latch: { w_y: 1.5, activation: 'tanh' },
  explode: { w_y: 1.2, activation: 'identity' },
  alternate: { w_y: -0.9, activation: 'identity' },
};

// Numbers and words -----------------------------------------------------------------------------

/** A number with a true minus sign, and an exponent where digits would run away. */
export function digits(value, places = 3) {
  const large = Math.abs(value) >= 1e4;
  const text = large ? value.toExponential(1).replace('e+', 'e') : value.toFixed(places);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

const steps = (n) => (n === 1 ? '1 step' : `${n} steps`);

/** Everything the picture shows, from the model's values. */
export function compute(values) {
  const inOrder = signals[values.signal];
  const x = values.shuffled ? shuffle(inOrder) : inOrder;
  const { a, y } = forward(x, values);
  return { x, a, y, inOrder: forward(inOrder, values).y };
}

/** What became of a pulse, once the input has gone back to zero. */
function describeTail(x, y, { w_y }) {
  const at = x.findIndex((x_t) => x_t !== 0); // counts from 0
  const peak = Math.abs(y[at]);
  const last = Math.abs(y.at(-1));
  const pulse = `The pulse at step ${at + 1}`;
  const sign = w_y < 0 ? ', and the output changes sign at every step' : '';
  const half = y.findIndex((y_t, i) => i > at && Math.abs(y_t) <= peak / 2);
  if (w_y === 0) return `${pulse} is forgotten at once: with w_y = 0 no output sees the one before.`;
  if (half > 0) return `${pulse} has fallen to half after ${steps(half - at)}${sign}.`;
  const still = Math.abs(last - Math.abs(y.at(-2))) < 2e-3;
  if (still && w_y > 0) return `${pulse} is over, and the output has latched at ${digits(y.at(-1), 2)}.`;
  if (still) return `${pulse} is over, and the output keeps alternating between ${digits(last, 2)} and ${digits(-last, 2)}.`;
  return `${pulse} has not fallen to half by step ${N_STEPS}: the output is still ${digits(y.at(-1), 2)}${sign}.`;
}

/** Say in words what the picture shows. */
export function describe(values) {
  const { x, y, inOrder } = compute(values);
  const { w_y, b, activation, signal, shuffled } = values;
  const last = y.at(-1);
  const moving = y.some((y_t) => Math.abs(y_t) > 1e-12);
  let words;
  if (!moving) {
    words = 'The output stays at 0.';
  } else if (activation === 'identity' && Math.abs(w_y) > 1) {
    const alternates = w_y < 0 ? ', with changing sign' : '';
    words = `The output grows without bound${alternates}: each step multiplies the previous output by ${digits(w_y, 2)}; at step ${N_STEPS} it is ${digits(last, 1)}.`;
  } else if (signal === 'pulse' && b === 0) {
    words = describeTail(x, y, values);
  } else if (w_y === 0) {
    words = `With w_y = 0 each output depends on the input of its own step alone; the last is ${digits(last, 2)}.`;
  } else if (activation === 'identity' && w_y === 1) {
    words = `With w_y = 1 the output adds up all it has seen: ${digits(last, 2)} at step ${N_STEPS}.`;
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
  return { at, marks: [...grid, name] };
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

function picture({ x, y }, t, width) {
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

/** The numbers behind the picture. */
function rows({ x, a, y }) {
  const cells = (tag, words) => words.map((word) => html(tag, tag === 'th' ? { scope: 'col' } : {}, word));
  const header = ['step t', 'input x', 'sum before φ', 'output y'];
  return [
    html('thead', {}, html('tr', {}, ...cells('th', header))),
    html('tbody', {}, ...x.map((x_t, i) =>
      html('tr', {}, ...cells('td', [`${i + 1}`, digits(x_t), digits(a[i]), digits(y[i])])))),
  ];
}

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const names = Object.keys(defaults);
  const values = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));

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
  const table = html('table');
  const details = html('details', {}, html('summary', {}, 'Numbers'), html('div', { class: 'u-scroll', tabindex: 0, role: 'region', 'aria-label': 'Numbers' }, table));

  const tries = Object.entries(PRESETS).map(([word, preset]) => {
    const button = html('button', { type: 'button' }, word);
    button.addEventListener('click', () => {
      const start = { ...defaults, t: model.get('t'), ...preset };
      for (const [name, value] of Object.entries(start)) model.set(name, value);
      model.save_changes();
    });
    return button;
  });

  const speak = debounce(() => (status.textContent = describe(values())));
  let width = 0;
  let asked = false;

  function draw() {
    asked = false;
    if (!width) return;
    const now = values();
    const result = compute(now);
    const { gap, at } = ruler(width);
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...picture(result, now.t, width));
    // The handle's middle travels from half a handle in to half a handle short of the end.
    scrub.style.marginLeft = `${at(1) - 12}px`;
    scrub.style.width = `${gap * (N_STEPS - 1) + 24}px`;
    formula.replaceChildren(...equation(now));
    sums.replaceChildren(...arithmetic(result, now, now.t));
    if (details.open) table.replaceChildren(...rows(result));
  }

  /** However many values change at once, draw once. */
  function ask() {
    if (!asked) requestAnimationFrame(draw);
    asked = true;
  }
  function changed() {
    ask();
    speak();
  }

  // A finger may drag sideways along the steps; upwards and downwards it still scrolls the page.
  const point = (event) => {
    model.set('t', ruler(width).step(event.clientX - plot.getBoundingClientRect().left));
    model.save_changes();
  };
  plot.addEventListener('click', point); // not pointerdown, with which a finger's scroll begins
  plot.addEventListener('pointermove', point);
  details.addEventListener('toggle', draw);
  for (const name of names) model.on(`change:${name}`, name === 't' ? ask : changed);

  const small = 0.05;
  el.append(
    formula,
    plot,
    scrub,
    sums,
    status,
    html('div', { class: 'u-buttons', role: 'group', 'aria-label': 'Examples to try' }, 'Try: ', ...tries),
    html(
      'div',
      { class: 'u-controls' },
      html(
        'div',
        {},
        slider(model, 'w_x', 'input weight', 'w<sub>x</sub>', [-2, 2, small]),
        slider(model, 'w_y', 'recurrent weight', 'w<sub>y</sub>', [-1.5, 1.5, small]),
        slider(model, 'b', 'bias', 'b', [-1, 1, small]),
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
  status.textContent = describe(values());

  // Drawn in real pixels, so letters keep their size however narrow the page is.
  const watch = new ResizeObserver(() => {
    width = Math.round(plot.getBoundingClientRect().width);
    draw();
  });
  watch.observe(el);
  return () => {
    watch.disconnect();
    speak.cancel();
  };
}

export default { render };
