"""Train chapter 3's encoder-decoder for dates and package its weights: some three minutes.

``python -m tools.data.train_date_reader`` does so.
The run is seed 0 of ``experiments/dates.py``; ``unrolled.text.load_date_reader`` loads it.
"""

from pathlib import Path

import numpy as np

from experiments import dates

ROOT = Path(__file__).resolve().parents[2]


def main():
    """Train, round, judge the rounded weights, write them."""
    model, held_out, seconds = dates.train(seed=0)
    print(f"trained in {seconds:.0f} s: {dates.judge(model, *held_out)['exact']:.4f} exact")
    weights = [w.astype(np.float16) for w in model.get_weights()]
    model.set_weights([w.astype(np.float32) for w in weights])
    print(f"rounded to float16: {dates.judge(model, *held_out)['exact']:.4f} exact")
    names = (f"{i:02}" for i in range(len(weights)))
    path = ROOT / "unrolled" / "data" / "date_reader.npz"
    np.savez_compressed(path, **dict(zip(names, weights, strict=True)))
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
