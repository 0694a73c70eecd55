// One LSTM unit whose gates are set by hand: no DOM here, so that Node can check it against NumPy.

export const N_STEPS = 51; // a bit, and 50 steps of noise
export const N_STRETCHES = 1000;

export const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** Normal numbers that are the same for every reader: Park and Miller's generator, Box and Muller's map. */
export function normals(seed, count) {
  let state = seed;
  const uniform = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

const noise = normals(1, N_STRETCHES * (N_STEPS - 1));
const candidates = noise.map(Math.tanh);

/** The inputs of noisy stretch `number` (from 1): the bit, then its noise. */
export function inputs(number) {
  const end = number * (N_STEPS - 1);
  return [1, ...noise.slice(end - (N_STEPS - 1), end)];
}

/**
 * The cell: c_t = f c_{t-1} + i_t tanh(x_t), y_t = o tanh(c_t), from c_0 = 0.
 *
 * The gates are sigmoids of their biases, except that the input gate is open at step 1, for the bit.
 * `bit` is what is left of it in c, `gradient` is dy_T / dc_t: along the sum a step costs f.
 */
export function lstm(x, { b_f, b_i, b_o }) {
  const [f, i, o] = [b_f, b_i, b_o].map(sigmoid);
  const candidate = x.map(Math.tanh);
  const c = [];
  for (const [at, new_] of candidate.entries()) c.push(f * (c[at - 1] ?? 0) + (at ? i : 1) * new_);
  const y = c.map((c_t) => o * Math.tanh(c_t));
  const bit = x.map((_, at) => f ** at * candidate[0]);
  const last = o * (1 - Math.tanh(c.at(-1)) ** 2);
  const gradient = x.map((_, at) => last * f ** (x.length - 1 - at));
  return { f, i, o, candidate, c, y, bit, gradient };
}

/**
 * In what share of the stretches does the cell end with the sign of the bit? Every noise counts twice,
 * as it is and with its signs turned, so that a cell that knows nothing is right in exactly half.
 */
export function right({ b_f, b_i }) {
  const [f, i] = [sigmoid(b_f), sigmoid(b_i)];
  const bit = f ** (N_STEPS - 1) * Math.tanh(1);
  let count = 0;
  for (let number = 0; number < N_STRETCHES; number++) {
    let fromNoise = 0;
    const start = number * (N_STEPS - 1);
    for (let k = 0; k < N_STEPS - 1; k++) fromNoise = f * fromNoise + i * candidates[start + k];
    count += (bit + fromNoise > 0) + (bit - fromNoise > 0);
  }
  return count / (2 * N_STRETCHES);
}

export const halfLife = (f) => Math.log(0.5) / Math.log(f);
