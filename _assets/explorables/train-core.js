// Chapter 7's small recurrent forecaster and its training: no DOM here, so that Node can check
// everything against NumPy. Weights lie in one flat array, in the order of the chapter's `Forecaster`:
// W_x (1, units), W_y (units, units), b (units), W_out (units, 1), b_out.

export const N_STEPS = 50;
export const N_TRAIN = 7000;
export const N_VALIDATION = 2000;
export const BATCH = 64;
const N_SERIES = 10000; // that were drawn; the last thousand are left alone

/** NumPy's `RandomState(seed)`: the Mersenne Twister. Returns a function of numbers in [0, 1). */
export function randomState(seed) {
  const state = Uint32Array.of(seed, ...Array(623));
  for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let at = 624;
  function word() {
    if (at === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
        state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }
  return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
}

/** The very series of chapters 6 and 7: two sines and noise, 51 values in a row, in float32. */
export function makeSeries(n = N_TRAIN + N_VALIDATION) {
  const random = randomState(42);
  const draw = () => Float64Array.from({ length: N_SERIES }, random);
  const [freq1, freq2, offset1, offset2] = [draw(), draw(), draw(), draw()];
  const length = N_STEPS + 1;
  return Float32Array.from({ length: n * length }, (_, index) => {
    const [i, time] = [Math.floor(index / length), (index % length) / N_STEPS];
    return 0.5 * Math.sin((time - offset1[i]) * (freq1[i] * 10 + 10))
      + 0.2 * Math.sin((time - offset2[i]) * (freq2[i] * 20 + 20))
      + 0.1 * (random() - 0.5);
  });
}

/** Weights to start from, as Keras draws them: Glorot uniform, orthogonal, zero. */
export function initialWeights(units, random) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const glorot = () => Float64Array.from({ length: units }, () => (2 * random() - 1) * Math.sqrt(6 / (units + 1)));
  const W_x = glorot();
  const W_y = []; // Gram and Schmidt: each row made perpendicular to those before it
  while (W_y.length < units) {
    const row = Float64Array.from({ length: units }, normal);
    for (const before of W_y) {
      const along = row.reduce((sum, v, i) => sum + v * before[i], 0);
      before.forEach((v, i) => (row[i] -= along * v));
    }
    const size = Math.hypot(...row);
    W_y.push(row.map((v) => v / size));
  }
  return Float64Array.of(...W_x, ...W_y.flatMap((row) => [...row]), ...Array(units).fill(0), ...glorot(), 0);
}

/** Where the parts of the flat array begin. */
const offsets = (units) => {
  const b = units + units * units;
  return { W_y: units, b, W_out: b + units, b_out: b + 2 * units };
};

/** The hyperbolic tangent by way of exp, right to 1e-16 and four times as fast as Math.tanh. */
const tanh = (a) => 1 - 2 / (Math.exp(2 * a) + 1);

/** Run the network over the window that begins at `start`: fill Y (steps, units), return the forecast. */
function forward(weights, units, series, start, Y) {
  const { W_y, b, W_out, b_out } = offsets(units);
  for (let t = 0; t < N_STEPS; t++) {
    const now = t * units;
    const before = now - units;
    const x = series[start + t];
    for (let i = 0; i < units; i++) Y[now + i] = weights[i] * x + weights[b + i];
    for (let j = 0; j < units && t > 0; j++) {
      const at = W_y + j * units;
      const y = Y[before + j];
      for (let i = 0; i < units; i++) Y[now + i] += y * weights[at + i];
    }
    for (let i = 0; i < units; i++) Y[now + i] = tanh(Y[now + i]);
  }
  let forecast = weights[b_out];
  for (let i = 0; i < units; i++) forecast += Y[(N_STEPS - 1) * units + i] * weights[W_out + i];
  return forecast;
}

/** Mean squared error over the series numbered from `first` to before `end`. */
export function error(weights, units, series, first, end) {
  const Y = new Float64Array(N_STEPS * units);
  let sum = 0;
  for (let row = first; row < end; row++) {
    const start = row * (N_STEPS + 1);
    sum += (forward(weights, units, series, start, Y) - series[start + N_STEPS]) ** 2;
  }
  return sum / (end - first);
}

/** The mean squared error of a batch, its gradient by BPTT, and the mean length of dL/dy_t at every t. */
export function gradients(weights, units, series, rows) {
  const { W_y, b, W_out, b_out } = offsets(units);
  const grads = new Float64Array(weights.length);
  const Y = new Float64Array(N_STEPS * units);
  const g = new Float64Array(units); // dL/dy_t
  const da = new Float64Array(units); // the same before tanh
  const profile = new Float64Array(N_STEPS);
  let loss = 0;
  for (const row of rows) {
    const start = row * (N_STEPS + 1);
    const wrong = forward(weights, units, series, start, Y) - series[start + N_STEPS];
    const d = (2 * wrong) / rows.length;
    loss += wrong ** 2 / rows.length;
    grads[b_out] += d;
    for (let i = 0; i < units; i++) {
      grads[W_out + i] += d * Y[(N_STEPS - 1) * units + i];
      g[i] = d * weights[W_out + i]; // the loss sees the last output
    }
    for (let t = N_STEPS - 1; t >= 0; t--) {
      const now = t * units;
      const before = now - units;
      const x = series[start + t];
      let squares = 0;
      for (let i = 0; i < units; i++) {
        squares += g[i] * g[i];
        da[i] = g[i] * (1 - Y[now + i] * Y[now + i]);
        grads[i] += da[i] * x;
        grads[b + i] += da[i];
      }
      profile[t] += Math.sqrt(squares);
      if (t === 0) break;
      for (let j = 0; j < units; j++) {
        const at = W_y + j * units;
        const y = Y[before + j];
        let sum = 0;
        for (let i = 0; i < units; i++) {
          grads[at + i] += y * da[i];
          sum += weights[at + i] * da[i];
        }
        g[j] = sum;
      }
    }
  }
  return { loss, grads, profile };
}

/** Shorten a gradient that is longer than 1. */
export function clip(grads) {
  const norm = Math.hypot(...grads);
  return norm > 1 ? grads.map((g) => g / norm) : grads;
}

/** Adam, step for step as Keras and the helper compute it; changes the weights in place. */
export class Adam {
  #mean;
  #square;
  #n = 0;

  update(weights, grads, rate) {
    this.#mean ??= new Float64Array(weights.length);
    this.#square ??= new Float64Array(weights.length);
    this.#n += 1;
    const [m, v] = [this.#mean, this.#square];
    const step = (rate * Math.sqrt(1 - 0.999 ** this.#n)) / (1 - 0.9 ** this.#n);
    grads.forEach((g, i) => {
      m[i] += 0.1 * (g - m[i]);
      v[i] += 0.001 * (g * g - v[i]);
      weights[i] -= (step * m[i]) / (Math.sqrt(v[i]) + 1e-7);
    });
  }
}

/** The rate of update n, from 0: constant, or a warm-up over a tenth and half a cosine down to zero. */
export function rateAt(n, updates, peak, schedule) {
  if (schedule === 'constant') return peak;
  const warm = Math.max(1, Math.floor(updates / 10));
  if (n < warm) return peak / warm + ((peak - peak / warm) * n) / warm;
  return (peak / 2) * (1 + Math.cos((Math.PI * (n - warm)) / Math.max(1, updates - warm)));
}

/** One training, an update at a time. */
export class Run {
  constructor(series, { units, rate, schedule, epochs, seed }) {
    this.random = randomState(seed);
    Object.assign(this, { series, units, rate, schedule, epochs, n: 0, rows: [], optimiser: new Adam() });
    this.weights = initialWeights(units, this.random);
    this.updates = epochs * Math.ceil(N_TRAIN / BATCH);
  }

  /** The next rows of a fresh order; an epoch's last batch is smaller. */
  batch() {
    if (!this.rows.length) {
      this.rows = Array.from({ length: N_TRAIN }, (_, i) => i);
      for (let i = N_TRAIN - 1; i > 0; i--) {
        const j = Math.floor(this.random() * (i + 1));
        [this.rows[i], this.rows[j]] = [this.rows[j], this.rows[i]];
      }
    }
    return this.rows.splice(-BATCH);
  }

  step() {
    const { weights, units, series, optimiser, rate, schedule } = this;
    const { loss, grads, profile } = gradients(weights, units, series, this.batch());
    optimiser.update(weights, clip(grads), rateAt(this.n, this.updates, rate, schedule));
    this.n += 1;
    return { loss, profile };
  }

  validation() {
    return error(this.weights, this.units, this.series, N_TRAIN, N_TRAIN + N_VALIDATION);
  }
}
