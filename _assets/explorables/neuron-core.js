// The numerics of the explorables: no DOM here, so that Node can check them against NumPy.

export const N_STEPS = 24;

export const activations = { tanh: Math.tanh, identity: (a) => a };

/**
 * One recurrent neuron: y_t = phi(w_x x_t + w_y y_{t-1} + b), with y_0 = 0.
 *
 * Arrays count from 0, steps in the text from 1: y[t - 1] is the output of step t.
 * `a` holds the values before phi.
 */
export function forward(x, { w_x, w_y, b, activation }) {
  const phi = activations[activation];
  const a = [];
  const y = [];
  let before = 0;
  for (const x_t of x) {
    a.push(w_x * x_t + w_y * before + b);
    before = phi(a.at(-1));
    y.push(before);
  }
  return { a, y };
}

const steps = (value) => Array.from({ length: N_STEPS }, (_, i) => value(i + 1));

export const signals = {
  pulse: steps((t) => (t === 3 ? 1 : 0)),
  step: steps((t) => (t >= 3 ? 1 : 0)),
  'square wave': steps((t) => (Math.floor((t - 1) / 4) % 2 ? -1 : 1)),
  sine: steps((t) => Math.sin((2 * Math.PI * t) / 12)),
};

// Drawn once and then kept: every reader sees the same shuffle.
const ORDER = [
  13, 20, 6, 23, 10, 1, 17, 8, 2, 15, 22, 0, 12, 5, 19, 9, 16, 3, 21, 11, 7, 18, 4, 14,
];

/** The same values in another order. */
export const shuffle = (x) => ORDER.map((i) => x[i]);
