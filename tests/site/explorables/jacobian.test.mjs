// node --test tests/site/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { N_BACK, forward, matrix, products, singularValues, spectralRadius, toward } from '../../../_assets/explorables/jacobian-core.js';
import { compute, defaults, describe } from '../../../_assets/explorables/jacobian.js';

const golden = JSON.parse(readFileSync(new URL('jacobian-golden.json', import.meta.url)));

/** Each within 1e-12 of the largest around it. */
function assertClose(actual, expected, far = 1e-12) {
  assert.equal(actual.length, expected.length);
  const size = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) < far * size, `element ${i}: ${actual[i]}, expected ${value}`);
  });
}

const SHOWN = [0, 1, 2, 5, 10, 20, 50];

for (const { W, rho, sigma, departure, axes, chosen, ...values } of golden) {
  const name = JSON.stringify(values);
  test(`${name}: matrix, ρ and σ equal NumPy`, () => {
    assertClose(matrix(values), W);
    // A double eigenvalue without a second eigenvector is known to half the digits only.
    assertClose([spectralRadius(values)], [rho], 1e-7);
    assertClose([singularValues(W)[0]], [sigma]);
    assertClose([values.turn || values.s ? departure : 0], [values.s], 1e-7);
  });
  test(`${name}: ellipses and the chosen gradient equal NumPy`, () => {
    const ours = compute(values);
    axes.forEach((pair, i) => {
      const [long, short] = ours.axes[SHOWN[i]];
      assertClose([long / pair[0]], [1]);
      assert.ok(Math.abs(short - pair[1]) < 1e-12 * Math.max(1, pair[0]), `short axis ${i}`);
    });
    chosen.forEach((v, i) => assertClose([ours.chosen[SHOWN[i]] / axes[i][0]], [v / axes[i][0]]));
  });
}

test('a product is what nudging an earlier output does to a later one', () => {
  for (const values of golden.filter(({ activation }) => activation === 'tanh')) {
    const W = matrix(values);
    const [k, step] = [4, 1e-6];
    const J = products(W, values.activation, values.strength)[k];
    const last = (change) => forward(W, values.activation, values.strength, change, 60 - k).at(-1);
    for (const [i, change] of [[0, [step, 0]], [1, [0, step]]]) {
      const [up, down] = [last(change), last(change.map((v) => -v))];
      // Row i of the product back: how the outputs at the end follow earlier output i.
      assertClose([J[2 * i], J[2 * i + 1]], up.map((v, j) => (v - down[j]) / (2 * step)), 1e-7);
    }
  }
});

test("the lengths are the chapter's", () => {
  const { chosen, sigma } = compute(defaults);
  assert.equal(sigma.toFixed(2), '2.35');
  assert.deepEqual(toward(matrix(defaults), 90).map((v) => v.toFixed(1)), ['2.0', '0.9']);
  assert.equal(chosen.indexOf(Math.max(...chosen)), 9);
  assert.equal(Math.max(...chosen).toFixed(1), '7.8');
  assert.equal(chosen.findLastIndex((v) => v >= 1) + 1, 44);
  assert.equal(chosen.length, N_BACK + 1);
});

const say = (change) => describe({ ...defaults, ...change });

for (const [change, expected] of [
  [{ k: 9 }, 'ρ = 0.90, σ = 2.35. Seen from unit 2, the gradient 9 steps back is 7.76 long; ρ alone says 0.387. It is longest 9 back and shorter than 1 from 44 on: growth first, then decay.'],
  [{ k: 1, direction: 0 }, /Seen from unit 1, the gradient 1 step back is 0\.9 long; .* σ > 1, and this direction fades from the start/],
  [{ s: 0, lambda_2: -0.5 }, /ρ = 0\.90, σ = 0\.90\..* normal: σ = ρ/],
  [{ s: 0, lambda_1: 1, turn: 25 }, /ρ = 1\.00, σ = 1\.00\./],
  [{ lambda_1: 1.5, s: 3, k: 50 }, /^((?!After).)*$/],
  [{ lambda_1: 1.2 }, /After 50 steps it is/],
  [{ lambda_1: 1.5, activation: 'tanh', strength: 2, s: 0 }, /slopes of tanh undo/],
  [{ lambda_1: 0.5, lambda_2: 0.5, s: 0.1, activation: 'tanh', strength: 0 }, /fades, to .*e−/],
]) {
  test(`in words: ${JSON.stringify(change)}`, () => {
    if (typeof expected === 'string') assert.equal(say(change), expected);
    else assert.match(say(change), expected);
  });
}
