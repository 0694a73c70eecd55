// node --test tests/site/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { forward, ledger, loss, nudge, slips, weights } from '../../../_assets/explorables/ledger-core.js';
import { compute, defaults, describe, judge } from '../../../_assets/explorables/ledger.js';

const golden = JSON.parse(readFileSync(new URL('ledger-golden.json', import.meta.url)));

function assertClose(actual, expected, far = 1e-12) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) < far, `element ${i}: ${actual[i]}, expected ${value}`);
  });
}

for (const { looked, y, g, sums } of golden) {
  const name = looked.map((l) => (l ? 'L' : '-')).join('');
  test(`${name}: outputs, totals and sums equal NumPy`, () => {
    const ours = ledger(looked);
    assertClose(ours.y, y);
    assertClose(ours.rows.map((row) => row.g), g);
    for (const weight of Object.keys(weights)) assertClose([ours.sums[weight]], [sums[weight]]);
  });
  test(`${name}: nudging agrees`, () => {
    assertClose(Object.values(nudge(looked)), Object.keys(weights).map((weight) => sums[weight]), 1e-6);
  });
  test(`${name}: every step's share is what nudging its own copy says`, () => {
    // A copy is nudged by way of a longer run: only from step t on is the weight another.
    const { rows } = ledger(looked);
    rows.forEach(({ t, b }) => {
      const L = (step) => {
        const outputs = forward(looked.length);
        let before = t > 1 ? outputs[t - 2] : 0;
        const a = Math.atanh(outputs[t - 1]) + step;
        outputs[t - 1] = before = Math.tanh(a);
        for (let k = t; k < looked.length; k++) {
          // What the input adds does not change: take it from the run that was not nudged.
          const plain = forward(looked.length);
          const rest = Math.atanh(plain[k]) - weights.w_y * plain[k - 1];
          outputs[k] = before = Math.tanh(rest + weights.w_y * before);
        }
        return loss(outputs, looked);
      };
      assertClose([b], [(L(1e-5) - L(-1e-5)) / 2e-5], 1e-7);
    });
  });
}

test("the numbers are those of the chapter's table", () => {
  const { rows, sums } = ledger([false, false, true]);
  const shown = (values) => Object.values(values).map((v) => (v + 0).toFixed(3).replace(/^-(0\.000)$/, '$1'));
  assert.deepEqual(rows.map(shown).map((row) => row.slice(1, 8)), [
    ['0.000', '-0.418', '-0.418', '0.420', '-0.175', '-0.351', '0.000'],
    ['0.000', '-0.741', '-0.741', '0.704', '-0.522', '0.000', '-0.398'],
    ['-0.930', '0.000', '-0.930', '0.996', '-0.926', '0.926', '-0.503'],
  ]);
  assert.deepEqual(shown(sums), ['0.575', '-0.901', '-1.623']);
  assert.equal(ledger([true, true, true]).rows[0].direct.toFixed(3), '0.523');
  assert.equal(ledger([true, true, true]).rows[0].g.toFixed(3), '0.155');
});

test('the sums grow by a step at a time', () => {
  const looked = [true, false, true, true];
  const { rows } = ledger(looked);
  for (let back = 0; back <= 4; back++) {
    const expected = rows.slice(4 - back).reduce((sum, row) => sum + row.w_y, 0);
    assertClose([ledger(looked, 'none', back).sums.w_y], [expected]);
  }
});

const say = (change) => describe({ ...defaults, ...change });

for (const slip of Object.keys(slips).slice(1)) {
  test(`the nudge row contradicts: ${slip}`, () => {
    const values = { ...defaults, slip, back: 3, loss_1: true, loss_2: true };
    assert.ok(compute(values).failing.includes('w_x'));
    assert.match(describe(values), new RegExp(`^The slip “${slip}”: the sum for w_y is .*, but nudging it gives −0.854`));
  });
}

for (const [change, expected] of [
  [{}, 'Step 3 adds −0.503 to the gradient of w_y, so far −0.503. Step 2 is next: fill it in.'],
  [{ back: 0 }, /^Begin with step 3: .* the direct −0\.930\.$/],
  [{ back: 2 }, /^Step 2 adds −0\.398 .* so far −0\.901\. Step 1 is next/],
  [{ back: 3 }, 'All 3 steps are in: the gradient of w_y is their sum, −0.901, and the nudge row agrees. The last step alone says −0.503.'],
  [{ back: 3, weight: 'w_x' }, /their sum, 0\.575, .* alone says 0\.926\.$/],
  [{ last: false }, /looks at no output/],
  [{ back: 3, slip: 'last loss only' }, /does no harm here/],
  // The slip of the chapter's exercise: b and w_x fail, and with three steps w_y too.
  [{ back: 3, slip: 'hands on g, not δ' }, /the sum for w_y is −0\.903, but nudging it gives −0\.901/],
]) {
  test(`in words: ${JSON.stringify(change)}`, () => {
    if (typeof expected === 'string') assert.equal(say(change), expected);
    else assert.match(say(change), expected);
  });
}

const result = compute({ ...defaults, back: 1 });
for (const [text, name, expected] of [
  ['-0.741', 'future', null],
  ['−0,741', 'future', null],
  ['-0.744', 'future', /0\.8 g/],
  ['0.741', 'future', /sign/],
  ['-0.926', 'future', /through w_y/],
  ['-0.741', 'delta', /slope is missing/],
  ['-0.522', 'delta', null],
  ['0', 'w_x', null],
  ['-0.284', 'w_y', /own output/],
  ['-0.398', 'w_y', null],
  ['what', 'w_y', /Not yet: it is delta times the output before/],
]) {
  test(`typed ${text} for ${name}`, () => {
    const verdict = judge(text, name, result, 2);
    if (expected === null) assert.equal(verdict, null);
    else assert.match(verdict, expected);
  });
}
