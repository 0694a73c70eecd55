// Which inputs an output of a convolutional stack reads: no DOM here, so that Node can check it.

export const N_INPUTS = 32;

/** Zeros put before a sequence of `length`, and how many outputs come out, as Keras has it. */
export function padding(length, { width, dilation, stride }, kind) {
  const reach = (width - 1) * dilation + 1;
  if (kind === 'none') {
    return { before: 0, outputs: Math.max(0, Math.floor((length - reach) / stride) + 1) };
  }
  const outputs = Math.ceil(length / stride);
  const zeros = Math.max(0, (outputs - 1) * stride + reach - length);
  return { before: kind === 'causal' ? reach - 1 : Math.floor(zeros / 2), outputs };
}

/**
 * The stack's layers, from the bottom up: the first with the stride, each dilation `growth` times
 * the one below. `reads[j]` holds the places (from 0) of the level below that output j reads, zeros
 * of the padding left out; `steps[j]` is the input step, counted from 1, that it stands for.
 */
export function build({ width, depth, growth, stride, padding: kind }) {
  const layers = [];
  let below = Array.from({ length: N_INPUTS }, (_, i) => i + 1);
  for (let l = 0; l < depth; l++) {
    const layer = { width, dilation: growth ** l, stride: l === 0 ? stride : 1 };
    const { before, outputs } = padding(below.length, layer, kind);
    // A causal output is numbered by the last place it reads, a centred one by the middle place.
    const anchor = Math.floor(((width - 1) * layer.dilation) / (kind === 'centred' ? 2 : 1)) - before;
    const reads = [];
    const steps = [];
    for (let j = 0; j < outputs; j++) {
      const places = Array.from({ length: width }, (_, i) => j * layer.stride + i * layer.dilation - before);
      reads.push(places.filter((place) => place >= 0 && place < below.length));
      const at = j * layer.stride + anchor;
      steps.push(below[at] ?? below[0] + at * (below[1] - below[0]));
    }
    layers.push({ ...layer, reads, steps, zeros: reads.map((places) => width - places.length) });
    below = steps;
  }
  return layers;
}

/** What output `number` (from 1) rests on: the read places of every level, inputs first. */
export function trace(layers, number) {
  const levels = [[number - 1]];
  let zeros = 0;
  for (const { reads, zeros: padded } of [...layers].reverse()) {
    zeros += levels[0].reduce((sum, j) => sum + padded[j], 0);
    levels.unshift([...new Set(levels[0].flatMap((j) => reads[j]))].sort((a, b) => a - b));
  }
  return { levels, zeros };
}

/** The formula: R = 1 + the sum of (k − 1) d over the layers, those above a stride s times s. */
export function field(layers) {
  let step = 1;
  const terms = layers.map(({ width, dilation, stride }) => {
    const term = (width - 1) * dilation * step;
    step *= stride;
    return term;
  });
  return { terms, size: terms.reduce((sum, term) => sum + term, 1) };
}
