// The training runs here, away from the page: a run is begun, and then advanced piece by piece.
// Whoever asks for no further piece has paused it.

import { Run, makeSeries } from './train-core.js';

let series;
let run;

onmessage = ({ data: { begin, atMost } }) => {
  series ??= makeSeries();
  if (begin) run = new Run(series, begin);
  const until = performance.now() + 50;
  const perEpoch = run.updates / run.epochs;
  let loss = 0;
  let done = 0;
  let profile = [];
  while (done < atMost && run.n < run.updates && performance.now() < until) {
    const step = run.step();
    loss += step.loss;
    ({ profile } = step);
    done += 1;
    if (run.n % perEpoch === 0) break; // an epoch's end, where the network is judged
  }
  const judged = run.n % perEpoch === 0 ? run.validation() : null;
  postMessage({ n: run.n, updates: run.updates, loss: done ? loss / done : null, profile: [...profile], validation: judged });
};
