// The ledger's numerics: no DOM here, so that Node can check them against NumPy.

// The neuron of chapter 4, and inputs and targets that go on after its three steps.
export const weights = { w_x: 0.5, w_y: 0.8, b: 0 };
export const inputs = [2, 0, -1, -1, 1, 0, 2, -1];
export const targets = [0.5, 0.5, 0.4, 0.5, -0.5, -0.5, 0.5, 0.5];

/** The outputs y_1 … y_T: y_t = tanh(w_x x_t + w_y y_{t-1} + b), with y_0 = 0. */
export function forward(T, { w_x, w_y, b } = weights) {
  const y = [];
  for (let t = 1; t <= T; t++) {
    y.push(Math.tanh(w_x * inputs[t - 1] + w_y * (y.at(-1) ?? 0) + b));
  }
  return y;
}

/** The sum of the squared errors of the outputs that are looked at. */
export const loss = (y, looked) =>
  y.reduce((sum, y_t, i) => sum + (looked[i] ? (y_t - targets[i]) ** 2 : 0), 0);

/** Central differences: the gradients of all three weights by running the network six times. */
export function nudge(looked, step = 1e-4) {
  const L = (change) => loss(forward(looked.length, { ...weights, ...change }), looked);
  const slope = ([name, w]) => [name, (L({ [name]: w + step }) - L({ [name]: w - step })) / (2 * step)];
  return Object.fromEntries(Object.entries(weights).map(slope));
}

// Each slip is a place in the recursion where it goes wrong.
export const slips = {
  none: {},
  'last step only': { counts: (t, T) => t === T },
  'no slope': { through: (g) => g },
  'hands on g, not δ': { handOn: (g) => g },
  'last loss only': { arrives: (t, T) => t === T },
  'mean, not sum': { share: (T) => 1 / T },
};

const always = () => true;

/**
 * Backpropagation through time, from step T back to step 1.
 *
 * `looked` says which outputs the loss looks at; `slip` is one of `slips`. The rows are those of
 * the table: element t - 1 is step t. The sums hold the steps taken back so far.
 */
export function ledger(looked, slip = 'none', back = looked.length) {
  const T = looked.length;
  const y = forward(T);
  const {
    counts = always,
    arrives = always,
    through = (g, slope) => g * slope,
    handOn = (g, delta) => delta,
    share = () => 1,
  } = slips[slip];
  const rows = [];
  const sums = { w_x: 0, w_y: 0, b: 0 };
  let handed = 0;
  for (let t = T; t >= 1; t--) {
    const [x_t, y_t, before] = [inputs[t - 1], y[t - 1], t > 1 ? y[t - 2] : 0];
    const direct = looked[t - 1] && arrives(t, T) ? 2 * (y_t - targets[t - 1]) : 0;
    const future = weights.w_y * handed;
    const g = direct + future;
    const slope = 1 - y_t ** 2;
    const delta = through(g, slope);
    handed = handOn(g, delta);
    rows[t - 1] = { t, direct, future, g, slope, delta, w_x: delta * x_t, w_y: delta * before, b: delta, x: x_t, before };
    if (t <= T - back || !counts(t, T)) continue;
    for (const name of Object.keys(sums)) sums[name] += rows[t - 1][name] * share(T);
  }
  return { y, rows, sums };
}
