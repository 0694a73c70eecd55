// node --test tests/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { digits } from '../../../_assets/explorables/dom.js';
import { GOALS, bound, defaults, describe } from '../../../_assets/explorables/neuron.js';
import { N_STEPS, forward, shuffle, signals } from '../../../_assets/explorables/neuron-core.js';

const golden = JSON.parse(readFileSync(new URL('neuron-golden.json', import.meta.url)));

function assertClose(actual, expected) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    assert.ok(error < 1e-12, `element ${i}: ${actual[i]}, NumPy says ${value}`);
  });
}

for (const [name, x] of Object.entries(signals)) {
  test(`the signal "${name}" equals NumPy's`, () => assertClose(x, golden.signals[name]));
}

for (const { signal, y, ...params } of golden.cases) {
  test(`${JSON.stringify(params)} on "${signal}" equals NumPy`, () => {
    assertClose(forward(golden.signals[signal], params).y, y);
  });
}

test('the output is phi of the sum before it', () => {
  const { a, y } = forward(golden.signals.random, { w_x: 0.7, w_y: -1.1, b: 0.3, activation: 'tanh' });
  assertClose(y, a.map(Math.tanh));
});

test('a shuffle keeps every value and changes the order', () => {
  const steps = Array.from({ length: N_STEPS }, (_, i) => i);
  const shuffled = shuffle(steps);
  assert.notDeepEqual(shuffled, steps);
  assert.deepEqual([...shuffled].sort((p, q) => p - q), steps);
});

test('no raw subscript in the words', () => {
  const words = [{}, { w_y: 0 }, { w_y: 0, signal: 'sine' }, { w_y: 1, activation: 'identity' }].map((change) => say(change));
  for (const text of [...words, ...Object.keys(GOALS)]) assert.doesNotMatch(text, /_/);
});

const say = (change) => describe({ ...defaults, ...change });

for (const [change, expected] of [
  [{}, 'The pulse at step 3 has fallen to half after 4 steps.'],
  [{ w_y: 0 }, /forgotten at once/],
  [{ w_x: 0 }, 'The output stays at 0.'],
  // 0.9^6 = 0.53 and 0.9^7 = 0.48
  [{ activation: 'identity' }, 'The pulse at step 3 has fallen to half after 7 steps.'],
  [{ w_y: -0.9, activation: 'identity' }, /half after 7 steps, and the output changes sign at every step/],
  [{ w_y: 0.5, activation: 'identity' }, /half after 1 step\./],
  [{ w_y: 1.5 }, /latched at 0\.86/], // 0.86 = tanh(1.5 * 0.86)
  [{ w_y: 1.2, activation: 'identity' }, /grows without bound: .* by 1\.20; at step 24 it is 46\.0/],
  [{ w_y: -1.2, activation: 'identity' }, /grows without bound, with changing sign/],
  [{ w_y: -1.5 }, /keeps alternating between/],
  [{ w_y: 1, activation: 'identity', signal: 'step' }, /adds up all it has seen: 22\.00/],
  [{ w_y: 1, activation: 'identity' }, 'With a recurrent weight of 1 the output adds up all it has seen: 1.00 at step 24.'],
  [{ w_y: 1, activation: 'identity', b: 0.1 }, /adds up all it has seen, and the bias at every step: 3\.40/],
  [{ w_y: 1.5, activation: 'identity', b: 0.1 }, /multiplies the previous output by 1\.50 and adds what comes in;/],
  [{ w_y: 1.05 }, 'The pulse at step 3 is over, and the output is on its way to latch at 0.37.'],
  [{ w_y: -1, activation: 'identity' }, /not fallen to half by step 24: .* changes sign at every step/],
  [{ signal: 'step', w_y: 0.5 }, /settled at/],
  [{ signal: 'sine' }, /moves between −/],
  [{ signal: 'sine', w_y: 0 }, /its own step alone/],
  [{ signal: 'sine', shuffled: true }, /another order: the last output is .*; in the original order it was/],
]) {
  test(`in words: ${JSON.stringify(change)}`, () => {
    if (typeof expected === 'string') assert.equal(say(change), expected);
    else assert.match(say(change), expected);
  });
}

test('the goals are reached where the text says', () => {
  const reached = (change) => Object.values(GOALS).map((goal) => goal({ ...defaults, ...change }));
  assert.deepEqual(reached({}), [false, false]);
  assert.deepEqual(reached({ w_y: 0.93, activation: 'identity' }), [true, false]); // 0.93^10 = 0.484
  // With tanh, 1.02 is half after 10 steps and then stays: the words say that it latches.
  assert.deepEqual(reached({ w_y: 1.02 }), [false, false]);
  assert.deepEqual(reached({ w_y: 1.01 }), [false, true]);
  assert.deepEqual(reached({ w_y: 1 }), [false, false]);
  assert.deepEqual(reached({ w_y: 1.01, b: 0.1 }), [false, false]);
});

test('numbers are written with a true minus and no negative zero', () => {
  assert.equal(digits(-0.5, 2), '−0.50');
  assert.equal(digits(-1e-9, 3), '0.000');
  assert.equal(digits(-16834, 1), '−1.7e4');
});

test('the scale is the next of 1, 2, 5, 10', () => {
  assert.deepEqual([0, 1, -1.1, 4.9, 46, 16834].map((v) => bound([v])), [1, 1, 2, 5, 50, 20000]);
});
