// Train it here: a small recurrent network learns in the page, beside the forecasts it has to beat.

import { button, choice, html, keepUp, numbers, slider, svg, valuesOf } from './dom.js';

export const defaults = { units: 10, rate: '0.01', schedule: 'cosine' };

export const EPOCHS = 10;
const RATES = ['0.001', '0.002', '0.005', '0.01', '0.02', '0.05'];

// Mean squared errors on the 2,000 validation series of chapters 6 and 7; a test computes them anew.
export const LINES = { naive: 0.020211366, 'least squares': 0.0029311465, 'noise floor': 0.01 / 12 };

// Numbers and words -----------------------------------------------------------------------------

/** As the chapter writes errors: 0.0202, 0.00293. */
export const short = (v) => (v < 0.01 ? v.toFixed(5) : v.toFixed(4));

export const weightsOf = (units) => units * units + 3 * units + 1;

/** Runs with the settings that are set now. */
const alike = (runs, values) => runs.filter((run) => Object.keys(defaults).every((name) => run[name] === values[name]));

/** Mean, standard deviation and range. */
export function spread(errors) {
  const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
  const squares = errors.reduce((sum, e) => sum + (e - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (errors.length - 1)), low: Math.min(...errors), high: Math.max(...errors) };
}

/** Say in words how an error compares with the lines. */
function placed(error) {
  if (!(error < LINES.naive)) return 'no better than naive';
  return error < LINES['least squares'] ? 'ahead of least squares' : 'ahead of naive, behind least squares';
}

/** How sure several runs make of the mean, beside least squares; with so few, three of its errors count. */
function convincing({ mean, sd }, count) {
  if (count < 5) return 'So few runs say little about the spread.';
  const [gap, unsure] = [mean - LINES['least squares'], sd / Math.sqrt(count)];
  const side = gap > 0 ? 'behind' : 'ahead of';
  const verdict = Math.abs(gap) > 3 * unsure ? 'more seeds would hardly change that' : 'too close to call, take more';
  return `The mean is ${short(Math.abs(gap))} ${side} least squares and known to about ± ${short(unsure)}: ${verdict}.`;
}

/** Say in words what the picture shows; `now` is the run in hand, `runs` are those that ended. */
export function describe(values, now, runs) {
  const { units, rate, schedule } = values;
  const errors = alike(runs, values).map((run) => run.error);
  const words = [];
  if (now) {
    const judged = now.judged.at(-1);
    const place = judged ? `its validation error is ${short(judged.error)}, ${placed(judged.error)}` : 'not judged yet';
    const which = now.batch > 1 ? ` (run ${now.run} of ${now.batch})` : '';
    words.push(`Seed ${now.seed}${which}, update ${now.n} of ${now.updates}: ${place}.`);
  } else if (!errors.length) {
    const scheduled = schedule === 'cosine' ? 'falling from' : 'constant at';
    words.push(`${units} unit${units === 1 ? '' : 's'}, ${weightsOf(units)} weights, a rate ${scheduled} ${rate}: not trained yet. Naive has ${short(LINES.naive)}, least squares ${short(LINES['least squares'])}.`);
  } else if (errors.length === 1) {
    words.push(`This run ended at ${short(errors[0])}, ${placed(errors[0])} (${short(LINES['least squares'])}). One run is one draw: take more.`);
  }
  if (errors.length > 1) {
    const { mean, sd, low, high } = spread(errors);
    const ahead = errors.filter((e) => e < LINES['least squares']).length;
    words.push(`${errors.length} runs of this setting: ${short(mean)} ± ${short(sd)}, from ${short(low)} to ${short(high)}; ${ahead || 'none'} of them ahead of least squares (${short(LINES['least squares'])}).`);
    if (!now) words.push(convincing(spread(errors), errors.length));
  }
  return words.join(' ');
}

// The picture -----------------------------------------------------------------------------------

const LEFT = 50;
const RIGHT = 12;
const HEIGHT = 392;
const LOSS = { top: 22, height: 170, low: -3.3, high: -0.5 }; // powers of ten
const BACK = { top: 222, height: 56, low: -5, high: 0 };
const ENDS = { top: 312, height: 50, high: 0.006 };

const text = (x, y, words, anchor = 'start') => svg('text', { class: 'u-tick', x, y, 'text-anchor': anchor }, words);
const line = (x1, y1, x2, y2, style = 'stroke:var(--u-line)') => svg('line', { x1, y1, x2, y2, style });
const curve = (points, role, width = 2) =>
  svg('polyline', { points: points.join(' '), style: `fill:none;stroke:var(--u-${role});stroke-width:${width}` });

/** A panel with a logarithmic axis. */
function panel({ top, height, low, high }, title, powers, width) {
  const up = (v) => top + (height * (high - Math.max(low, Math.min(high, Math.log10(v))))) / (high - low);
  const grid = powers.flatMap((power) => [
    line(LEFT, up(10 ** power), width - RIGHT, up(10 ** power)),
    text(LEFT - 6, up(10 ** power) + 4, `${10 ** power}`, 'end'),
  ]);
  return { up, shapes: [...grid, text(LEFT, top - 7, title)] };
}

const DASHES = { naive: '2 4', 'least squares': '8 4', 'noise floor': '' };
const lineStyle = (name) => `stroke:var(--u-${name === 'noise floor' ? 'ink' : 'baseline'});stroke-width:2;stroke-dasharray:${DASHES[name]}`;

function picture(values, now, runs, width) {
  const right = width - RIGHT;
  const loss = panel(LOSS, `error by update, ${EPOCHS} epochs`, [-3, -2, -1], width);
  const back = panel(BACK, 'gradient at steps 1 to 50 (last: 1)', [-4, -2, 0], width);
  const across = (n) => LEFT + ((right - LEFT) * n) / (now?.updates ?? 1);
  const step = (t) => LEFT + ((right - LEFT) * t) / 49;
  const end = (error) => LEFT + ((right - LEFT) * Math.min(error, ENDS.high)) / ENDS.high;
  const same = new Set(alike(runs, values));
  const bottom = ENDS.top + ENDS.height;
  const shapes = [
    ...loss.shapes,
    ...back.shapes,
    text(LEFT, ENDS.top - 7, 'where runs ended (filled: as set)'),
    line(LEFT, bottom, right, bottom),
    ...[0, 3, 6].map((k) => text(end(k / 1e3), bottom + 16, k === 6 ? '≥ 0.006' : `${k / 1e3}`, k === 6 ? 'end' : 'middle')),
  ];
  for (const [name, error] of Object.entries(LINES)) {
    shapes.push(line(LEFT, loss.up(error), right, loss.up(error), lineStyle(name)));
    // Below its line, where no curve comes from above.
    shapes.push(text(right, loss.up(error) + (name === 'naive' ? -5 : 14), `${name} ${short(error)}`, 'end'));
    if (error < ENDS.high) shapes.push(line(end(error), ENDS.top, end(error), bottom, lineStyle(name)));
  }
  if (now) {
    shapes.push(curve(now.losses.map(([n, e]) => [across(n), loss.up(e)]), 'baseline', 1.5));
    const judged = now.judged.map(({ n, error }) => [across(n), loss.up(error)]);
    shapes.push(curve(judged, 'forecast', 2.5));
    shapes.push(...judged.map(([cx, cy]) => svg('circle', { style: 'fill:var(--u-forecast)', cx, cy, r: 3.5 })));
    const last = now.profile.at(-1);
    if (last) shapes.push(curve(now.profile.map((g, t) => [step(t), back.up(g / last)]), 'gradient', 2.5));
  }
  runs.forEach((run, i) => {
    const fill = same.has(run) ? 'forecast' : 'paper';
    shapes.push(svg('circle', { style: `fill:var(--u-${fill});stroke:var(--u-forecast)`, cx: end(run.error), cy: bottom - 8 - (i % 5) * 9, r: 4.5 }));
  });
  return shapes;
}

const HEADER = ['run', 'seed', 'units', 'rate', 'schedule', 'error'];
const rows = (runs) => [
  ...Object.entries(LINES).map(([name, error]) => [name, '', '', '', '', short(error)]),
  ...runs.map(({ seed, units, rate, schedule, error }, i) => [i + 1, seed, units, rate, schedule, short(error)]),
];

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const values = () => valuesOf(model, defaults);
  const plot = svg('svg', {
    height: HEIGHT,
    role: 'img',
    'aria-label': 'The error of a network while it learns, its gradient by step, and where runs ended; described in words below.',
  });
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const runs = [];
  const details = numbers();
  let worker; // made when the first run begins
  let now = null; // the run in hand; kept when it has ended, for its curves
  let toCome = 0; // runs that are to follow
  let batch = 1; // runs that were asked for at once
  let dropped = false; // a run that had not ended, by a change of the settings
  let running = false;
  let waiting = false; // for an answer
  let said = -Infinity;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches; // then an epoch at a time

  function draw(now_, width) {
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...picture(now_, now, runs, width));
    details.show(HEADER, () => rows(runs));
  }

  const words = (set) =>
    (running && now?.ended ? `Run ${now.run} of ${now.batch} has ended. ` : '') +
    describe(set, now?.ended || !now?.n ? null : now, runs) + (dropped ? ' The unfinished run was dropped.' : '');

  /** Speak when something has come to an end, and in between every five seconds. */
  function say(atOnce = true) {
    if (!atOnce && performance.now() - said < 5000) return;
    said = performance.now();
    status.textContent = words(values());
  }

  function buttons() {
    go.textContent = running ? 'Pause' : now && !now.ended ? 'Go on' : 'Train';
    one.disabled = running;
    // A change would end the run in hand.
    for (const control of settings) {
      control.disabled = running;
      control.title = running ? 'Pause to change the settings' : '';
    }
  }

  /** Ask the worker for a piece; `begin` starts a run with the next seed. */
  function ask(atMost) {
    if (waiting) return;
    if (!worker) {
      worker = new Worker(new URL('./train-worker.js', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }) => take(data);
      worker.onerror = () => {
        running = false;
        status.textContent = 'This browser cannot train here: its workers load no modules.';
      };
    }
    let begin;
    if (!now || now.ended) {
      const seed = alike(runs, values()).length + 1;
      dropped = false;
      if (toCome <= 0) batch = 1; // a single update begins it
      now = { ...values(), seed, batch, run: batch - Math.max(1, toCome) + 1, n: 0, updates: 1, losses: [], judged: [], profile: [] };
      begin = { ...values(), rate: Number(now.rate), epochs: EPOCHS, seed };
    }
    waiting = true;
    worker.postMessage({ begin, atMost });
  }

  function take({ n, updates, loss, profile, validation }) {
    waiting = false;
    if (!now) return running && ask(1000); // the settings have changed meanwhile
    Object.assign(now, { n, updates, profile });
    now.losses.push([n, loss]);
    if (validation !== null) now.judged.push({ n, error: validation });
    if (n === updates) {
      now.ended = true;
      runs.push({ ...now, error: validation });
      toCome -= 1;
      running = running && toCome > 0;
    }
    if (!calm || validation !== null || !running) redraw();
    buttons();
    say(now.ended || !running);
    if (running) ask(1000);
  }

  function start(count) {
    if (toCome <= 0) {
      batch = count;
      if (now && !now.ended) Object.assign(now, { batch, run: 1 });
    }
    toCome = count;
    running = true;
    said = -Infinity;
    buttons();
    ask(1000);
  }

  const go = button('Train', () => {
    if (!running) return start(toCome > 0 ? toCome : 1);
    running = false;
    buttons();
    say();
  });
  const one = button('One update', () => ask(1));
  const five = button('Five seeds', () => {
    toCome = 0; // begins anew, with the run in hand as its first
    start(5);
  });
  const clear = button('Clear', () => {
    runs.length = 0;
    reset();
    redraw();
    say();
  });

  /** Drop the run in hand; the dots of those that ended stay. */
  function reset() {
    dropped = Boolean(now) && !now.ended;
    running = false;
    now = null;
    toCome = 0;
    buttons();
  }
  for (const name of Object.keys(defaults)) model.on(`change:${name}`, reset);

  const units = slider(model, 'units', 'units', '', [1, 20, 1], (n) => `${n}`);
  const more = [choice(model, 'rate', 'peak rate', RATES), choice(model, 'schedule', 'schedule', ['cosine', 'constant'])];
  const settings = [units, ...more].map((row) => row.querySelector('input, select'));
  el.append(
    plot,
    html('div', { class: 'u-buttons' }, go, one, five, clear),
    status,
    units,
    html('div', { class: 'u-controls' }, ...more),
    details,
  );
  buttons();
  const { ask: redraw, stop } = keepUp({ model, defaults, plot, draw, describe: words, status, details });
  return () => {
    stop();
    worker?.terminate();
  };
}

export default { render };
