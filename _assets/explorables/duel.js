// The forecast duel: the reader against naive and least squares, ten steps ahead.

import { assign, button, digits, html, keepUp, numbers, slider, svg, valuesOf } from './dom.js';
import { HORIZON, NOISE_FLOOR, N_STEPS, mean, mse, rounds, spline } from './duel-core.js';

export const defaults = { series: 1, step_1: 0, step_5: 0, step_10: 0, revealed: false };
const KNOTS = [1, 5, 10];
const STEP = 0.02;

// Numbers and words -----------------------------------------------------------------------------

const hundredths = (value) => digits(value, 2);
const error = (value) => value.toPrecision(2);

/** The series, all forecasts of it and their errors, from the model's values. */
export function compute({ series, step_1, step_5, step_10 }) {
  const { known, truth, leastSquares, network } = rounds[series - 1];
  const forecasts = {
    you: spline([known.at(-1), step_1, step_5, step_10]),
    naive: truth.map(() => known.at(-1)),
    'least squares': leastSquares,
  };
  const errors = {};
  for (const [name, forecast] of Object.entries(forecasts)) errors[name] = mse(truth, forecast);
  errors.network = network;
  return { known, truth, forecasts, errors };
}

/** Say in words what the picture shows and who won; `played` holds the errors of each round. */
export function describe(values, played = []) {
  const { known, errors } = compute(values);
  const [you, ...others] = Object.entries(errors).map(([name, e]) => [name, error(e)]);
  if (!values.revealed) {
    const [a, b, c] = KNOTS.map((k) => hundredths(values[`step_${k}`]));
    const untouched = errors.you === errors.naive ? ', which is the naive forecast' : '';
    return `Series ${values.series} of ${rounds.length}; the last known value is ${hundredths(known.at(-1))}. You forecast ${a} at step 1, ${b} at step 5 and ${c} at step 10${untouched}.`;
  }
  const against = (verb, met) => {
    const names = others.filter(([, e]) => met(+e)).map(([name]) => name);
    return names.length ? [`${verb} ${names.length === others.length ? 'all three' : names.join(' and ')}`] : [];
  };
  const outcome = [
    ...against('beat', (e) => +you[1] < e),
    ...against('drew with', (e) => +you[1] === e),
    ...against('lost to', (e) => +you[1] > e),
  ].join(', ');
  const list = (each) => each.map(([name, e]) => `${name} ${e}`).join(', ');
  let words = `Your mean squared error is ${you[1]}, ${list(others)} (only its errors are on record): you ${outcome}.`;
  if (errors.you < NOISE_FLOOR) words += ' Below the noise floor there is some luck in it.';
  if (played.length > 1) {
    const means = Object.keys(errors).map((name) => [name, error(mean(played.map((e) => e[name])))]);
    const won = others.map(([name]) => `${name} ${played.filter((e) => e.you < e[name]).length}`);
    words += ` After ${played.length} series: ${list(means)}. You beat ${won.join(', ')} times.`;
  }
  return words;
}

// The picture -----------------------------------------------------------------------------------

// Each line: the palette's role, its dashes, its mark as a path.
const LINES = {
  known: ['input', '', 'm-2.5,0a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0-5,0'],
  naive: ['baseline', '2 4', 'm-3.5-3.5h7v7h-7z'],
  'least squares': ['baseline', '8 4', 'm0-5l5,8.5h-10z'],
  you: ['forecast', '', 'm-4,0a4,4 0 1,0 8,0a4,4 0 1,0-8,0'],
  truth: ['ink', '', 'm0-5.5l5,5.5l-5,5.5l-5-5.5z'],
};

const LEFT = 36;
const RIGHT = 10;
const LIMIT = 0.85;
const HEIGHT = 372;
const ALL = { first: 1, top: 22, height: 80, zero: 0, ticks: [1, 10, 20, 30, 40, 50, 60] };
const ZOOM = { first: 41, top: 146, height: 200, zero: N_STEPS, ticks: [-9, -5, 0, 1, 5, 10] };

/** One line through [x, y] points, and marks at some of them. */
function line(name, points, marked) {
  const [role, dashes, mark] = LINES[name];
  return svg(
    'g',
    { style: `color:var(--u-${role})`, fill: 'currentColor' },
    svg('path', { d: `M${points.join('L')}`, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-dasharray': dashes }),
    svg('path', { d: marked.map((p) => `M${p}${mark}`).join('') }),
  );
}

/** Where step t and a value lie in a panel. */
const ruler = ({ first, top, height }, width) => ({
  x: (t) => LEFT + ((t - first) * (width - LEFT - RIGHT)) / (N_STEPS + HORIZON - first),
  y: (v) => top + (height / 2) * (1 - Math.max(-1, Math.min(1, v / LIMIT))),
});

/** The lines from step `first` on. */
function panel(place, title, width, { known, truth, forecasts }, revealed) {
  const { first, top, height, zero, ticks } = place;
  const { x, y } = ruler(place, width);
  const text = (x, y, words, anchor = 'middle') =>
    svg('text', { class: 'u-tick', x, y, 'text-anchor': anchor }, `${words}`.replace('-', '−'));
  const zoomed = place === ZOOM;
  const from = (start, values) => values.map((v, i) => [x(start + i), y(v)]);
  const past = from(first, known.slice(first - 1));
  const ahead = (name, values) => {
    const points = from(N_STEPS + 1, values);
    return line(name, [past.at(-1), ...points], zoomed ? points : []);
  };
  return [
    svg('rect', { class: 'u-band', x: x(N_STEPS + 0.5), width: width - RIGHT - x(N_STEPS + 0.5), y: top, height }),
    ...[-0.5, 0, 0.5].flatMap((v) => [
      svg('line', { class: 'u-grid', x1: LEFT, x2: width - RIGHT, y1: y(v), y2: y(v) }),
      text(LEFT - 6, y(v) + 4, v, 'end'),
    ]),
    text(LEFT, top - 8, title, 'start'),
    ...ticks.map((tick) => text(x(zero + tick), top + height + 16, tick)),
    ...(revealed ? ['naive', 'least squares'].map((name) => ahead(name, forecasts[name])) : []),
    line('known', past, zoomed ? past : []),
    revealed ? ahead('truth', truth) : '',
    ahead('you', forecasts.you),
    ...(zoomed ? KNOTS : []).map((k) =>
      svg('circle', { class: 'u-knob', cx: x(N_STEPS + k), cy: y(forecasts.you[k - 1]), r: 7 }),
    ),
  ];
}

const picture = (...what) => [
  ...panel(ALL, '50 known steps, 10 to come', ...what),
  ...panel(ZOOM, 'the end, enlarged: steps ahead', ...what),
];

/** Every line's mark and name, with its error once that is known. */
function legend({ errors }, revealed) {
  const shown = revealed ? Object.keys(LINES) : ['known', 'you'];
  return shown.map((name) =>
    html(
      'span',
      {},
      svg('svg', { width: 34, height: 14, 'aria-hidden': true }, line(name, [[0, 7], [34, 7]], [[17, 7]])),
      ` ${name} ${revealed && errors[name] ? error(errors[name]) : ''}`,
    ),
  ).concat(revealed ? [`network ${error(errors.network)}, noise floor ${error(NOISE_FLOOR)}`] : []);
}

/** The numbers behind the picture. */
function rows({ known, truth, forecasts }, revealed) {
  const columns = Object.entries(forecasts).filter(([name]) => revealed || name === 'you');
  const body = [...known, ...truth].map((v, i) => [
    `${i + 1}`,
    i < N_STEPS || revealed ? hundredths(v) : 'hidden',
    ...columns.map(([, forecast]) => (i < N_STEPS ? '' : hundredths(forecast[i - N_STEPS]))),
  ]);
  return [['step', 'value', ...columns.map(([name]) => name)], () => body];
}

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const plot = svg('svg', {
    height: HEIGHT,
    role: 'img',
    'aria-label': 'A series and its forecasts; described in words below.',
  });
  const key = html('p', { class: 'u-legend' });
  const sliders = KNOTS.map((k) => slider(model, `step_${k}`, `step ${k}`, '', [-0.8, 0.8, STEP]));
  const inputs = sliders.map((row) => row.querySelector('input'));
  const reveal = button('Reveal', () => {
    played.push(compute(values()).errors);
    assign(model, { revealed: true });
    turn();
    next.focus();
  });
  const next = button('Next series', () => {
    const { series } = values();
    if (series === rounds.length) played.length = 0;
    begin((series % rounds.length) + 1);
    turn();
    inputs[0].focus();
  });
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const details = numbers();
  const played = [];
  const values = () => valuesOf(model, defaults);
  const describeNow = (now) => describe(now, played);

  /** Take up a series, with the naive forecast to start from. */
  function begin(series) {
    const last = rounds[series - 1].known.at(-1);
    // Whole steps lead from there and back.
    const min = (last - STEP * Math.floor((last + 0.8) / STEP)).toFixed(3);
    for (const input of inputs) Object.assign(input, { min, value: last });
    assign(model, { series, revealed: false, step_1: last, step_5: last, step_10: last });
  }

  /** Before the reveal the sliders are free, after it they are not. */
  function turn() {
    const { series, revealed } = values();
    next.disabled = !revealed;
    next.textContent = series === rounds.length ? 'Start again' : 'Next series';
    for (const control of [...inputs, reveal]) control.disabled = revealed;
    status.textContent = describeNow(values());
  }

  function draw(now, width) {
    const { revealed } = now;
    const result = compute(now);
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    drawing.replaceChildren(...picture(width, result, revealed));
    handles.forEach((handle, i) => {
      const { x, y } = ruler(ZOOM, width);
      handle.setAttribute('cx', x(N_STEPS + KNOTS[i]));
      handle.setAttribute('cy', y(result.forecasts.you[KNOTS[i] - 1]));
    });
    key.replaceChildren(...legend(result, revealed));
    details.show(...rows(result, revealed));
  }

  // Around each knot a place to take hold of, wide enough for a finger; elsewhere the page scrolls.
  const handles = KNOTS.map((k) => {
    const handle = svg('circle', { class: 'u-hold', r: 20 });
    // Not touch-action, which parts of a picture do not heed.
    handle.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false });
    handle.addEventListener('pointerdown', (event) => handle.setPointerCapture(event.pointerId));
    handle.addEventListener('pointermove', (event) => {
      if (!handle.hasPointerCapture(event.pointerId) || values().revealed) return;
      const place = event.clientY - plot.getBoundingClientRect().top - ZOOM.top;
      const v = LIMIT * (1 - (2 * place) / ZOOM.height);
      assign(model, { [`step_${k}`]: Math.round(Math.max(-0.8, Math.min(0.8, v)) * 50) / 50 });
    });
    return handle;
  });

  const drawing = svg('g');
  plot.append(drawing, ...handles);
  begin(model.get('series'));
  el.append(
    plot,
    html('div', { class: 'u-knots' }, ...sliders),
    html('div', { class: 'u-buttons' }, reveal, next),
    status,
    key, // below the buttons, which must not move when it grows
    details,
  );
  const { stop } = keepUp({ model, defaults, plot, draw, describe: describeNow, status, details });
  turn();
  return stop;
}

export default { render };
