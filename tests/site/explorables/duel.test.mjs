// node --test tests/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { compute, defaults, describe } from '../../../_assets/explorables/duel.js';
import { NOISE_FLOOR, rounds, spline } from '../../../_assets/explorables/duel-core.js';

const golden = JSON.parse(readFileSync(new URL('duel-golden.json', import.meta.url)));

const assertClose = (actual, expected) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) < 1e-12, `element ${i}: ${actual[i]}, NumPy says ${value}`);
  });
};

test('as many rounds as NumPy forecast', () => assert.equal(rounds.length, golden.length));

golden.forEach(({ sliders: [step_1, step_5, step_10], forecasts, errors }, i) => {
  const ours = compute({ series: i + 1, step_1, step_5, step_10 });
  for (const [name, forecast] of Object.entries(forecasts)) {
    test(`series ${i + 1}: "${name}" equals NumPy`, () => {
      assertClose(ours.forecasts[name], forecast);
      assertClose([ours.errors[name]], [errors[name]]);
    });
  }
});

test('the error of the network is the one on record', () => {
  rounds.forEach(({ network }, i) => assertClose([network], [golden[i].errors.network]));
});

test('the curve goes through the last value and the three that were set', () => {
  const flat = spline([0.3, 0.3, 0.3, 0.3]);
  assertClose(flat, Array(10).fill(0.3));
  const curve = spline([0, 0.1, -0.2, 0.4]);
  assertClose([curve[0], curve[4], curve[9]], [0.1, -0.2, 0.4]);
});

/** The words after a reveal of series 1: naive 0.57, least squares 0.013, network 0.0018. */
const say = (steps, played) => {
  const [step_1, step_5, step_10] = steps;
  return describe({ ...defaults, step_1, step_5, step_10, revealed: true }, played);
};
const { known, truth } = rounds[0];
const last = known.at(-1);
const good = [truth[0], truth[4], truth[9]];

for (const [name, steps, expected] of [
  ['untouched', [last, last, last], /is 0\.57, naive 0\.57, least squares 0\.013, network 0\.0018 \(only its errors are on record\): you drew with naive, lost to least squares and network\.$/],
  ['the truth', good, /: you beat naive and least squares, lost to network\./],
  ['between', [0, 0.1, 0.2], /: you beat naive, lost to least squares and network\.$/],
  ['upside down', good.map((v) => -v), /: you lost to all three\.$/],
]) {
  test(`in words: ${name}`, () => assert.match(say(steps), expected));
}

test('before the reveal the words give nothing away', () => {
  const values = { ...defaults, step_1: 0.3, step_5: -0.001, step_10: -0.4 };
  assert.equal(
    describe(values),
    'Series 1 of 8; the last known value is −0.35. You forecast 0.30 at step 1, 0.00 at step 5 and −0.40 at step 10.',
  );
  assert.match(describe({ ...values, step_1: last, step_5: last, step_10: last }), /the naive forecast\.$/);
});

test('an error below the noise floor is not all skill', () => {
  const values = { ...defaults, series: 2, step_1: -0.22, step_5: -0.64, step_10: 0.3, revealed: true };
  assert.ok(compute(values).errors.you < NOISE_FLOOR);
  assert.match(describe(values), /you beat all three\. Below the noise floor there is some luck in it\.$/);
  assert.doesNotMatch(describe({ ...values, step_10: 0.4 }), /luck/);
});

test('the score is the mean over the rounds', () => {
  const round = (you) => ({ you, naive: 0.3, 'least squares': 0.01, network: 0.002 });
  assert.doesNotMatch(say(good, [round(0.1)]), /After/);
  assert.match(say(good, [round(0.1), round(0.2), round(0.6)]), /After 3 series: you 0\.30, naive 0\.30, least squares 0\.010, network 0\.0020\. You beat naive 2, least squares 0, network 0 times\.$/);
});
