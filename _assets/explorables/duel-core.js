// The forecast duel's numerics: no DOM here, so that Node can check them against NumPy.

import { leastSquares, network, series } from './duel-data.js';

export const N_STEPS = 50;
export const HORIZON = 10;
export const NOISE_FLOOR = 0.01 / 12; // variance of the generator's noise

/** What is known, what came, and how least squares forecast it; the data are thousandths. */
export const rounds = series.map((row, i) => {
  const x = row.map((v) => v / 1e3);
  return {
    known: x.slice(0, N_STEPS),
    truth: x.slice(N_STEPS),
    leastSquares: leastSquares[i].map((v) => v / 1e3),
    network: (network[i] / 1e3) ** 2, // only its error was recorded
  };
});

// Steps ahead of the last value and of the reader's three.
const KNOTS = [0, 1, 5, 10];

/** The natural cubic spline through four values at the knots, 1 to 10 steps ahead. */
export function spline(values) {
  const h = [0, 1, 2].map((i) => KNOTS[i + 1] - KNOTS[i]);
  const slope = h.map((width, i) => (values[i + 1] - values[i]) / width);
  // Curvatures at the two inner knots, from two equations; at the ends there is none.
  const [a, b, c] = [2 * (h[0] + h[1]), h[1], 2 * (h[1] + h[2])];
  const [p, q] = [6 * (slope[1] - slope[0]), 6 * (slope[2] - slope[1])];
  const curve = [0, (p * c - q * b) / (a * c - b * b), (q * a - p * b) / (a * c - b * b), 0];
  return Array.from({ length: HORIZON }, (_, index) => {
    const k = index + 1;
    const i = k <= KNOTS[1] ? 0 : k <= KNOTS[2] ? 1 : 2;
    const [left, right] = [k - KNOTS[i], KNOTS[i + 1] - k];
    const bend = (curve[i] * (h[i] + right) + curve[i + 1] * (h[i] + left)) / (6 * h[i]);
    return values[i] + slope[i] * left - left * right * bend;
  });
}

export const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Mean squared error. */
export const mse = (truth, forecast) => mean(truth.map((x, k) => (x - forecast[k]) ** 2));
