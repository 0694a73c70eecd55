// The receptive field: which inputs reach an output of a stack of convolutions.

import { assign, choice, html, keepUp, numbers, pointAt, presets, range, slider, svg } from './dom.js';
import { N_INPUTS, build, field, trace } from './receptive-field-core.js';

export const defaults = {
  width: 2,
  depth: 4,
  growth: 2,
  stride: 1,
  padding: 'causal',
  output: N_INPUTS,
};

export const EXAMPLES = {
  doubling: defaults,
  'no dilation': { ...defaults, growth: 1 },
  holes: { ...defaults, depth: 2, growth: 4 },
  strided: { ...defaults, width: 3, depth: 1, stride: 2, padding: 'none', output: 15 },
  'looks ahead': { ...defaults, width: 3, depth: 2, padding: 'centred', output: 16 },
};

// Numbers and words -----------------------------------------------------------------------------

/** Everything the picture shows; an output beyond the last counts as the last. */
export function compute(values) {
  const layers = build(values);
  const { steps } = layers.at(-1);
  const number = Math.min(values.output, steps.length);
  const result = { layers, steps, number, ...field(layers) };
  if (!number) return { ...result, levels: [], inputs: [], step: 0 };
  const traced = trace(layers, number);
  return { ...result, ...traced, inputs: traced.levels[0].map((i) => i + 1), step: steps[number - 1] };
}

/** 1, 2, 3, 7 as "1 to 3, 7". */
export function spans(list) {
  const found = [];
  for (const n of list) {
    if (found.length && found.at(-1)[1] === n - 1) found.at(-1)[1] = n;
    else found.push([n, n]);
  }
  return found.map(([a, b]) => (a === b ? `${a}` : b === a + 1 ? `${a}, ${b}` : `${a} to ${b}`)).join(', ');
}

const count = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Say in words what the picture shows. */
export function describe(values) {
  const { inputs, number, step, steps, size, zeros } = compute(values);
  if (!number) return `No output: without padding the stack needs ${size} inputs, and there are ${N_INPUTS}.`;
  const which = `Output ${number} of ${steps.length}${number === step ? '' : `, at step ${step},`}`;
  const words = [`${which} reads ${count(inputs.length, 'input')}: ${spans(inputs)}.`];
  const holes = inputs.at(-1) - inputs[0] + 1 - inputs.length;
  if (holes) words.push(`${count(holes, 'input')} between them ${holes > 1 ? 'are' : 'is'} skipped.`);
  const ahead = inputs.filter((t) => t > step).length;
  if (ahead) words.push(`It looks ahead by ${count(ahead, 'input')}.`);
  if (zeros) words.push('Some of what it reads are zeros of the padding.');
  if (number === steps.length && inputs.at(-1) < N_INPUTS) words.push('No output reads the newest input.');
  return words.join(' ');
}

/** The formula in numbers: R = 1 + 1 + 2 + 4 + 8 = 16. */
export function sum(values) {
  const { terms, size } = compute(values);
  return `R = 1 + ${terms.join(' + ')} = ${size}`;
}

// The picture -----------------------------------------------------------------------------------

const SIDE = 14;
const TOP = 26;
const BOTTOM = 250;
const HEIGHT = 286;

/** Where input step t lies. */
const ruler = (width) => {
  const gap = (width - 2 * SIDE) / N_INPUTS;
  return { gap, at: (t) => SIDE + (t - 0.5) * gap };
};

function picture({ layers, levels, inputs, number, step }, width) {
  const { gap, at } = ruler(width);
  const up = (level) => BOTTOM - ((BOTTOM - TOP) * level) / layers.length;
  const inputSteps = Array.from({ length: N_INPUTS }, (_, i) => i + 1);
  const stepsOf = (level) => (level ? layers[level - 1].steps : inputSteps);
  const read = levels.map((places) => new Set(places));
  const r = Math.min(6, gap * 0.38);

  const edges = layers.flatMap(({ reads, steps }, l) =>
    (levels[l + 1] ?? []).flatMap((j) =>
      reads[j].map((i) =>
        svg('line', {
          class: l ? 'u-output' : 'u-input',
          stroke: 'currentColor',
          x1: at(stepsOf(l)[i]), y1: up(l) - r, x2: at(steps[j]), y2: up(l + 1) + r,
        }))));
  const nodes = [...layers.keys(), layers.length].flatMap((level) =>
    stepsOf(level).map((t, i) => {
      const role = level ? 'u-output' : 'u-input';
      return svg('circle', { class: read[level]?.has(i) ? role : 'u-hollow', cx: at(t), cy: up(level), r });
    }));
  const tick = (x, y, words, anchor = 'middle', now = '') =>
    svg('text', { class: `u-tick ${now}`, x, y, 'text-anchor': anchor }, words);
  // On the side where no paths run.
  const toRight = number && width - at(Math.max(step, inputs.at(-1))) > at(inputs[0]);
  const names = layers.map(({ dilation, stride }, l) =>
    tick(toRight ? width - 2 : 2, up(l + 1) - 10, `layer ${l + 1}: d = ${dilation}${stride > 1 ? `, stride ${stride}` : ''}`, toRight ? 'end' : 'start'));
  const marks = [1, 8, 16, 24, N_INPUTS].filter((t) => !number || Math.abs(t - step) * gap > 20);
  const ticks = marks.map((t) => tick(at(t), HEIGHT - 8, `${t}`));
  if (!number) return [...nodes, ...names, ...ticks];

  const from = at(inputs[0]) - gap / 2;
  return [
    svg('rect', { class: 'u-band', x: from, width: at(inputs.at(-1)) + gap / 2 - from, y: BOTTOM - 14, height: 28 }),
    // What lies to the right of this line has not happened yet when the output is due.
    svg('path', { class: 'u-now-line', d: `M${at(step) + gap / 2},8V${BOTTOM + 16}` }),
    ...edges,
    ...nodes,
    ...names,
    ...ticks,
    svg('circle', { class: 'u-ring', cx: at(step), cy: up(layers.length), r: r + 3 }),
    tick(at(step), HEIGHT - 8, `${step}`, 'middle', 'u-now'),
  ];
}

/** The numbers behind the picture, a level to a row. */
function rows({ layers, levels }) {
  const level = (name, places, steps, more = ['', '']) =>
    [name, ...more, steps.length, places ? spans(places.map((i) => i + 1)) : 'none'];
  return [
    level('inputs', levels[0], Array(N_INPUTS)),
    ...layers.map(({ dilation, stride, steps }, l) => level(`layer ${l + 1}`, levels[l + 1], steps, [dilation, stride])),
  ];
}

// The explorable --------------------------------------------------------------------------------

export function render({ model, el }) {
  const formula = html('p', { class: 'u-equation' });
  const plot = svg('svg', {
    height: HEIGHT,
    role: 'img',
    'aria-label': 'A stack of convolutions over 32 inputs, and the paths to one output; described in words below.',
  });
  const scrub = range(model, 'output', 'output', [1, N_INPUTS, 1], (n) => `output ${n}`);
  scrub.classList.add('u-scrub');
  const status = html('p', { class: 'u-status', 'aria-live': 'polite' });
  const details = numbers();
  let preview = null; // where the mouse is
  let steps; // of the outputs that are drawn

  function draw(values, width) {
    const result = compute({ ...values, output: preview ?? values.output });
    const { gap, at } = ruler(width);
    ({ steps } = result);
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    plot.replaceChildren(...picture(result, width));
    // The handle stands under its output: from the first output to the last, as they are drawn.
    scrub.disabled = !steps.length;
    scrub.max = Math.max(1, steps.length);
    scrub.value = Math.min(values.output, steps.length);
    scrub.style.marginLeft = `${at(steps[0] ?? 1) - 12}px`;
    scrub.style.width = `${gap * ((steps.at(-1) ?? 1) - (steps[0] ?? 1)) + 24}px`;
    const s = values.stride > 1 && values.depth > 1 ? ' s' : '';
    formula.replaceChildren(html('i', {}, `R = 1 + Σ (k − 1) d${s}`), `; here ${sum(values)}`);
    details.show(['level', 'dilation', 'stride', 'values', 'of them read'], () => rows(result));
  }

  const whole = (n) => `${n}`;
  el.append(
    formula,
    plot,
    scrub,
    status,
    presets(model, 'Examples to try', EXAMPLES),
    html(
      'div',
      { class: 'u-controls' },
      html(
        'div',
        {},
        slider(model, 'width', 'kernel width', 'k', [1, 5, 1], whole),
        slider(model, 'depth', 'layers', '', [1, 4, 1], whole),
        slider(model, 'growth', 'dilation grows by', '', [1, 4, 1], (n) => `× ${n}`),
      ),
      html(
        'div',
        {},
        slider(model, 'stride', 'first stride', 's', [1, 3, 1], whole),
        choice(model, 'padding', 'padding', ['causal', 'centred', 'none']),
      ),
    ),
    details,
  );
  const { ask, stop } = keepUp({ model, defaults, plot, draw, describe, status, details });
  // The output nearest to the place, whatever its height.
  const find = (place) => {
    const { at } = ruler(plot.getBoundingClientRect().width);
    const far = steps.map((t) => Math.abs(at(t) - place));
    return far.indexOf(Math.min(...far)) + 1 || null;
  };
  const show = (output) => {
    preview = output;
    ask();
  };
  pointAt(plot, find, show, (output) => output && assign(model, { output }));
  return stop;
}

export default { render };
