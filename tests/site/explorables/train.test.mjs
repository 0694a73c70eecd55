// node --test tests/site/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { EPOCHS, LINES, defaults, describe, spread, weightsOf } from '../../../_assets/explorables/train.js';
import { Adam, N_STEPS, N_TRAIN, N_VALIDATION, Run, clip, error, gradients, initialWeights, makeSeries, randomState, rateAt } from '../../../_assets/explorables/train-core.js';

const golden = JSON.parse(readFileSync(new URL('train-golden.json', import.meta.url)));
const series = makeSeries();
const row = (i) => [...series.slice(i * (N_STEPS + 1), (i + 1) * (N_STEPS + 1))];

function assertClose(actual, expected, allowed = 1e-12) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, k) => {
    const off = Math.abs(actual[k] - value) / Math.max(1, Math.abs(value));
    assert.ok(off < allowed, `element ${k}: ${actual[k]}, expected ${value}`);
  });
}

test('the series are NumPy’s, from the first to the last of validation', () => {
  // To the last digit of float32, in which sines of two libraries may differ.
  assertClose(row(0), golden.first, 1e-7);
  assertClose(row(N_TRAIN + N_VALIDATION - 1), golden.last, 1e-7);
  assert.equal(series.length, (N_TRAIN + N_VALIDATION) * (N_STEPS + 1));
});

test('the fixed lines are those of the helper on the same series', () => {
  for (const [name, value] of Object.entries(golden.lines)) assertClose([LINES[name]], [value], 1e-8);
  let sum = 0;
  for (let i = N_TRAIN; i < N_TRAIN + N_VALIDATION; i++) sum += (row(i)[N_STEPS] - row(i)[N_STEPS - 1]) ** 2;
  assertClose([sum / N_VALIDATION], [golden.lines.naive], 1e-8);
  assert.equal(LINES['noise floor'], 0.01 / 12);
});

golden.updates.forEach(({ weights, loss, grads, profile }, n) => {
  test(`update ${n + 1}: loss, gradient and profile equal the helper’s`, () => {
    const ours = gradients(Float64Array.from(weights), 3, series, golden.rows);
    assertClose([ours.loss], [loss]);
    assertClose([...ours.grads], grads);
    assertClose([...ours.profile], profile);
  });

  test(`update ${n + 1}: the gradient is what a nudge to a weight changes`, () => {
    const loss_ = (k, nudge) => gradients(Float64Array.from(weights, (w, i) => w + nudge * (i === k)), 3, series, golden.rows).loss;
    const nudge = 3e-6;
    const measured = weights.map((_, k) => (loss_(k, nudge) - loss_(k, -nudge)) / (2 * nudge));
    assertClose(measured, grads, 1e-7);
  });
});

test('three updates by Adam, of clipped gradients, equal the helper’s', () => {
  const optimiser = new Adam();
  const weights = Float64Array.from(golden.updates[0].weights);
  assert.ok(golden.updates.some(({ norm }) => norm > 1), 'one of them has to be clipped');
  for (const { rate, grads, norm, after } of golden.updates) {
    const clipped = clip(Float64Array.from(grads));
    assertClose([Math.hypot(...clipped)], [Math.min(norm, 1)]);
    optimiser.update(weights, clipped, rate);
    assertClose([...weights], after);
  }
});

test('the schedule is chapter 7’s', () => {
  assertClose(golden.rates.map((_, k) => rateAt(50 * k, 1100, 0.01, 'cosine')), golden.rates);
  assert.equal(rateAt(700, 1100, 0.01, 'constant'), 0.01);
});

test('a run starts as Keras does: W_y is orthogonal, the biases are zero', () => {
  const units = 6;
  const weights = initialWeights(units, randomState(1));
  assert.equal(weights.length, weightsOf(units));
  const W_y = Array.from({ length: units }, (_, j) => weights.slice(units + j * units, units + (j + 1) * units));
  W_y.forEach((p, i) => W_y.forEach((q, j) => {
    const product = p.reduce((sum, v, k) => sum + v * q[k], 0);
    assert.ok(Math.abs(product - (i === j)) < 1e-12);
  }));
  assert.ok(weights.slice(units + units ** 2, 2 * units + units ** 2).every((b) => b === 0));
});

test('an epoch shows every series once, and a seed repeats', () => {
  const settings = { units: 2, rate: 0.01, schedule: 'cosine', epochs: 1, seed: 4 };
  const run = new Run(series, settings);
  const seen = new Set();
  for (let n = 0; n < run.updates; n++) run.batch().forEach((i) => seen.add(i));
  assert.deepEqual([seen.size, run.rows.length, run.updates], [N_TRAIN, 0, 110]);
  const losses = [0, 1].map(() => {
    const again = new Run(series, settings);
    return [again.step().loss, again.step().loss];
  });
  assert.deepEqual(losses[0], losses[1]);
});

test('one neuron ends at the error that chapter 7 found for it', () => {
  const run = new Run(series, { units: 1, rate: 0.02, schedule: 'cosine', epochs: EPOCHS, seed: 1 });
  while (run.n < run.updates) run.step();
  assert.ok(Math.abs(run.validation() - 0.0109) < 3e-4, `${run.validation()}`);
  assert.ok(Math.abs(error(run.weights, 1, series, 0, N_TRAIN) - 0.0109) < 6e-4);
});

test('the still picture shows what the first seed does', () => {
  const source = readFileSync(new URL('../../../tools/diagrams/train.py', import.meta.url), 'utf-8');
  const drawn = source.match(/RUNS = \(\s*\(([^)]*)\)/)[1].split(',').map(Number);
  const first = new Run(series, { ...defaults, rate: Number(defaults.rate), epochs: EPOCHS, seed: 1 });
  const errors = Array.from({ length: EPOCHS }, () => {
    for (let n = 0; n < first.updates / EPOCHS; n++) first.step();
    return first.validation();
  });
  // Sums are of one order everywhere; only exp may differ in its last digit.
  assertClose(errors, drawn, 2e-5);
});

const run = (error_, change = {}) => ({ ...defaults, ...change, error: error_, seed: 1 });

for (const [now, runs, expected] of [
  [null, [], '10 units, 131 weights, a rate falling from 0.01: not trained yet. Naive has 0.0202, least squares 0.00293.'],
  [{ seed: 2, n: 55, updates: 1100, judged: [] }, [], 'Seed 2, update 55 of 1100: not judged yet.'],
  [{ seed: 2, n: 110, updates: 1100, judged: [{ error: 0.1 }] }, [], /validation error is 0\.1000, no better than naive\.$/],
  [null, [run(0.0034)], 'This run ended at 0.00340, ahead of naive, behind least squares (0.00293). One run is one draw: take more.'],
  [null, [run(0.0028)], /0\.00280, ahead of least squares/],
  [null, [run(0.003), run(0.0028), run(0.009, { units: 3 })], '2 runs of this setting: 0.00290 ± 0.00014, from 0.00280 to 0.00300; 1 of them ahead of least squares (0.00293). So few runs say little about the spread.'],
  [null, [run(0.003), run(0.0034)], /; none of them ahead of least squares/],
]) {
  test(`in words: ${JSON.stringify([now, runs.map((r) => r.error)])}`, () => {
    const words = describe(defaults, now, runs);
    if (typeof expected === 'string') assert.equal(words, expected);
    else assert.match(words, expected);
  });
}

const runsOf = (errors) => errors.map((error) => ({ ...defaults, error }));

for (const [errors, expected] of [
  [[0.004, 0.005], /So few runs say little about the spread\.$/],
  [[0.005, 0.0051, 0.0049, 0.005, 0.0052], /The mean is 0\.00211 behind least squares and known to about ± 0\.00005: more seeds would hardly change that\.$/],
  [[0.002, 0.004, 0.003, 0.002, 0.0035], /The mean is 0\.00003 ahead of least squares .*: too close to call, take more\.$/],
]) {
  test(`do ${errors} convince?`, () => assert.match(describe(defaults, null, runsOf(errors)), expected));
}

test('of five seeds the words say which', () => {
  const now = { ...defaults, seed: 2, run: 2, batch: 5, n: 7, updates: 1100, judged: [] };
  assert.match(describe(defaults, now, []), /^Seed 2 \(run 2 of 5\), update 7 of 1100/);
});

test('the spread is that of a sample', () => {
  assertClose(Object.values(spread([1, 2, 3, 4])), [2.5, Math.sqrt(5 / 3), 1, 4]);
});
