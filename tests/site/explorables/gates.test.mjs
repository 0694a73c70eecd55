// node --test tests/site/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { EXAMPLES, defaults, describe, short } from '../../../_assets/explorables/gates.js';
import { N_STRETCHES, halfLife, inputs, lstm, right, sigmoid } from '../../../_assets/explorables/gates-core.js';

const golden = JSON.parse(readFileSync(new URL('gates-golden.json', import.meta.url)));

function assertClose(actual, expected) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, k) => {
    const error = Math.abs(actual[k] - value) / Math.max(1, Math.abs(value));
    assert.ok(error < 1e-12, `element ${k}: ${actual[k]}, NumPy says ${value}`);
  });
}

test('the noise is NumPy’s, from the first stretch to the last', () => {
  assertClose(inputs(1), golden.x);
  assertClose(inputs(N_STRETCHES), golden.last);
});

for (const { y, c, gradient, right: share, ...biases } of golden.cases) {
  const name = JSON.stringify(biases);
  test(`${name}: outputs, cell states and gradients equal the helper’s`, () => {
    const ours = lstm(golden.x, biases);
    assertClose(ours.y, y);
    assertClose(ours.c, c);
    // Relative, too: the gradient spans many orders of magnitude.
    assertClose(ours.gradient.map((g, k) => g / gradient[k]), gradient.map(() => 1));
  });

  test(`${name}: as often right as the helper`, () => assert.ok(Math.abs(right(biases) - share) < 1e-12));

  test(`${name}: the gradient is what a nudge to an input moves`, () => {
    const { gradient: g, i } = lstm(golden.x, biases);
    const nudge = 1e-5;
    for (const k of [0, 1, 20, 49, 50]) {
      const moved = [nudge, -nudge].map((d) => lstm(golden.x.map((x, at) => (at === k ? x + d : x)), biases).y.at(-1));
      const expected = g[k] * (k ? i : 1) * (1 - Math.tanh(golden.x[k]) ** 2);
      assert.ok(Math.abs((moved[0] - moved[1]) / (2 * nudge) - expected) < 1e-9, `step ${k + 1}`);
    }
  });

  test(`${name}: the cell is the bit’s part and the noise’s part`, () => {
    const { c, bit } = lstm(golden.x, biases);
    const noise = lstm([0, ...golden.x.slice(1)], biases).c;
    assertClose(c, bit.map((b, k) => b + noise[k]));
  });
}

test('half-lives are those of the chapter’s table', () => {
  assert.deepEqual([0, 1, 2, 3, 6, 8].map((b) => halfLife(sigmoid(b)).toFixed(1)), ['1.0', '2.2', '5.5', '14.3', '280.0', '2066.6']);
});

const say = (name) => describe({ ...defaults, ...EXAMPLES[name] });

for (const [name, expected] of [
  ['Keras’ start', /^The bit is the 1 at step 1, let in by hand; next to nothing of it is left .* in 50 of 100 draws of the noise\. .* is 6\.9e−8: fifty steps at f = 0\.731 have made it vanish, sigmoid or not\.$/],
  ['ln 50', / 37 % of it is left .*: it arrives, and along the same sum so did all the noise\.$/],
  ['all open', / 98 % of it is left .* is right here, and in 57 of 100 draws of the noise\. .* so did all the noise\.$/],
  ['hold', / 98 % of it is left .* is right here, and in 100 of 100 draws of the noise\. .* it arrives\.$/],
  ['hidden', / 98 % of it is left .* in 100 of 100 draws of the noise\. .*: the output gate hides the cell, y is 2\.\de−4\.$/],
]) {
  test(`in words: ${name}`, () => assert.match(say(name), expected));
}

test('in words: the share is that of the right signs, whichever this one is', () => {
  const words = Array.from({ length: 40 }, (_, n) => describe({ ...defaults, ...EXAMPLES['all open'], noise: n + 1 }));
  const [wrong, rightly] = ['wrong here; right in 57 of 100', 'right here, and in 57 of 100'].map((part) => words.filter((each) => each.includes(part)));
  assert.ok(wrong.length && rightly.length);
  assert.equal(wrong.length + rightly.length, 40);
});

test('in words: where tanh is flat', () => {
  const far = { ...defaults, ...EXAMPLES['all open'] };
  const flat = Array.from({ length: 40 }, (_, n) => ({ ...far, noise: n + 1 })).map(describe);
  assert.ok(flat.some((words) => words.endsWith('tanh is flat where the cell has come to.')));
});

test('small numbers get an exponent', () => {
  assert.deepEqual([0.5, 0.0012, 1.23e-7].map(short), ['0.500', '0.001', '1.2e−7']);
});
