// Products of 2 × 2 Jacobians: no DOM here, so that Node can check them against NumPy.

export const N_BACK = 50;
const N_STEPS = 60; // ten more, so that every step back has outputs behind it

/**
 * W_y by its eigenvalues and its departure from normality s, in Schur's form.
 *
 * With turn = 0 (degrees) the eigenvalues are lambda_1 and lambda_2; otherwise a pair of the size
 * lambda_1 that turns by that angle. [a, b, c, d] is the matrix [[a, b], [c, d]].
 */
export function matrix({ lambda_1, lambda_2, turn, s }) {
  if (!turn) return [lambda_1, s, 0, lambda_2];
  const angle = (turn * Math.PI) / 180;
  const [a, w] = [lambda_1 * Math.cos(angle), lambda_1 * Math.sin(angle)];
  const b = (s + Math.sqrt(s ** 2 + 4 * w ** 2)) / 2; // b (b - s) = w²
  return [a, b, s - b, a];
}

/** The longest and the shortest axis of the ellipse that a matrix makes of the circle. */
export function singularValues([a, b, c, d]) {
  const [p, q] = [Math.hypot(a + d, b - c), Math.hypot(a - d, b + c)];
  return [(p + q) / 2, Math.abs(p - q) / 2];
}

/** The size of the largest eigenvalue. */
export const spectralRadius = ({ lambda_1, lambda_2, turn }) =>
  turn ? Math.abs(lambda_1) : Math.max(Math.abs(lambda_1), Math.abs(lambda_2));

/** The input of step t, before its strength: each unit sees a wave of its own. */
export const wave = (t) => [Math.SQRT2 * Math.sin(2.4 * t), Math.SQRT2 * Math.sin(1.7 * t)];

/** The outputs of y_t = phi(strength · x_t + W_yᵀ y_{t-1}), with y_0 = 0. */
export function forward([a, b, c, d], activation, strength, change = [0, 0], at = 0) {
  const phi = activation === 'tanh' ? Math.tanh : (v) => v;
  const outputs = [[0, 0]];
  for (let t = 1; t <= N_STEPS; t++) {
    const [p, q] = outputs[t - 1];
    const x = wave(t);
    const y = [phi(strength * x[0] + a * p + c * q), phi(strength * x[1] + b * p + d * q)];
    outputs.push(t === at ? [y[0] + change[0], y[1] + change[1]] : y);
  }
  return outputs;
}

/** What becomes of all gradients of length 1, k = 0 … 50 steps back: g ↦ W_y (phi' ⊙ g). */
export function products(W, activation, strength) {
  const [a, b, c, d] = W;
  const outputs = forward(W, activation, strength);
  const back = [[1, 0, 0, 1]];
  for (let k = 1; k <= N_BACK; k++) {
    const slopes = outputs[N_STEPS + 1 - k].map((y) => (activation === 'tanh' ? 1 - y ** 2 : 1));
    const [p, q, r, s] = back[k - 1].map((v, i) => v * slopes[i < 2 ? 0 : 1]);
    back.push([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s]);
  }
  return back;
}

/** A matrix applied to the direction at an angle in degrees. */
export function toward([a, b, c, d], degrees) {
  const angle = (degrees * Math.PI) / 180;
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  return [a * x + b * y, c * x + d * y];
}
