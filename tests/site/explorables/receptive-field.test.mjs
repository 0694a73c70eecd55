// node --test tests/site/explorables/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { build, field, trace } from '../../../_assets/explorables/receptive-field-core.js';
import { EXAMPLES, compute, defaults, describe, spans, sum } from '../../../_assets/explorables/receptive-field.js';

const golden = JSON.parse(readFileSync(new URL('receptive-field-golden.json', import.meta.url)));

for (const { reads, ...setting } of golden) {
  test(`${JSON.stringify(setting)} reads what moves NumPy's outputs`, () => {
    const layers = build(setting);
    assert.equal(layers.at(-1).reads.length, reads.length);
    reads.forEach((inputs, j) => {
      const { levels } = trace(layers, j + 1);
      assert.deepEqual(levels[0].map((i) => i + 1), inputs, `output ${j + 1}`);
    });
  });

  test(`${JSON.stringify(setting)} reaches as far as the formula says`, () => {
    const { size } = field(build(setting));
    const far = reads.map((inputs) => inputs.at(-1) - inputs[0] + 1);
    // Away from the edges, where a part of the field is padding.
    assert.equal(Math.max(...far), size);
  });
}

test('an output without padding stands at the last input that it reads', () => {
  // t_j = k + (j - 1) s
  const { steps } = compute({ ...defaults, width: 4, depth: 1, stride: 2, padding: 'none' });
  assert.deepEqual([steps.length, steps[0], steps[1], steps.at(-1)], [15, 4, 6, 32]);
});

const say = (change) => describe({ ...defaults, ...change });

for (const [change, expected] of [
  [{}, 'Output 32 of 32 reads 16 inputs: 17 to 32.'],
  [{ output: 1 }, 'Output 1 of 32 reads 1 input: 1. Some of what it reads are zeros of the padding.'],
  [EXAMPLES['no dilation'], 'Output 32 of 32 reads 5 inputs: 28 to 32.'],
  [EXAMPLES.holes, 'Output 32 of 32 reads 4 inputs: 27, 28, 31, 32. 2 inputs between them are skipped.'],
  [EXAMPLES.strided, 'Output 15 of 15, at step 31, reads 3 inputs: 29 to 31. No output reads the newest input.'],
  [{ ...EXAMPLES.strided, width: 4 }, 'Output 15 of 15, at step 32, reads 4 inputs: 29 to 32.'],
  [EXAMPLES['looks ahead'], 'Output 16 of 32 reads 7 inputs: 13 to 19. It looks ahead by 3 inputs.'],
  [{ width: 5, growth: 3, padding: 'none' }, 'No output: without padding the stack needs 161 inputs, and there are 32.'],
]) {
  test(`in words: ${JSON.stringify(change)}`, () => assert.equal(say(change), expected));
}

test('the formula in numbers', () => {
  assert.equal(sum(defaults), 'R = 1 + 1 + 2 + 4 + 8 = 16');
  assert.equal(sum({ ...defaults, stride: 2, depth: 2 }), 'R = 1 + 1 + 4 = 6');
});

test('spans of neighbours', () => assert.equal(spans([1, 3, 4, 7, 8, 9]), '1, 3, 4, 7 to 9'));
