"""Dates in eight languages to ISO 8601: chapter 3, encoder and decoder."""

import time
from typing import NamedTuple

import numpy as np

ABOUT = "An encoder reads a date as people write it, a decoder writes it in ISO 8601."
CONSTANTS = {
    "units": 128,
    "embedding": 32,
    "dates": 14_000,
    "epochs": 8,
    "batch_size": 64,
    "learning_rate": 1e-2,
    "test_share": 0.1,  # of the days: no day is in both
    "data_seed": 0,
}
SETTINGS = [{"encoder": "GRU"}]
SEEDS = range(5)
CLAIMS = SETTINGS  # takes minutes, so that as a rule only the packaged reader is judged again
PACKAGED = {"encoder": "GRU"}, 0  # by tools/data/train_date_reader.py
METRIC, SLACK = "exact", 0.002  # of 1,409 dates, three
SIGNS = "-0123456789^"  # what the decoder writes, and the start sign


class Dates(NamedTuple):
    """Dates as arrays: all of them, or those on one side of the split."""

    X: np.ndarray  # (dates, letters): as people write them
    fed: np.ndarray  # (dates, 10): what the decoder is fed, the sign before
    Y: np.ndarray  # (dates, 10): what it shall write
    language: np.ndarray  # (dates,)

    def where(self, rows):
        return Dates(*(column[rows] for column in self))


def load_dates():
    """Return the dates to learn from, those held out, and how many letters there are."""
    from unrolled.text import encode, generate_dates, split_by_entity

    rng = np.random.default_rng(CONSTANTS["data_seed"])
    dates = generate_dates(CONSTANTS["dates"], rng)
    test = split_by_entity(dates.iso, CONSTANTS["test_share"], CONSTANTS["data_seed"])
    alphabet = "".join(sorted(set("".join(dates.text))))
    X, Y = encode(dates.text, alphabet), encode(dates.iso, SIGNS)
    fed = np.hstack([np.full((len(Y), 1), len(SIGNS), np.int32), Y[:, :-1]])
    everything = Dates(X, fed, Y, dates.language)
    return everything.where(~test), everything.where(test), len(alphabet)


def network(n_steps, n_letters, seed):
    """Return the untrained encoder-decoder."""
    import keras

    embed = {"embeddings_initializer": keras.initializers.RandomNormal(stddev=1.0, seed=seed)}
    layers = keras.layers
    text, before = keras.Input((n_steps,), dtype="int32"), keras.Input((None,), dtype="int32")
    letters = layers.Embedding(n_letters + 1, CONSTANTS["embedding"], mask_zero=True, **embed)
    signs = layers.Embedding(len(SIGNS) + 1, CONSTANTS["embedding"], **embed)
    encoder = layers.GRU(CONSTANTS["units"])
    decoder = layers.GRU(CONSTANTS["units"], return_sequences=True)
    state = encoder(letters(text))
    logits = layers.Dense(len(SIGNS) + 1)(decoder(signs(before), initial_state=state))
    return keras.Model([text, before], logits)


def train(seed):
    """Train one encoder-decoder; return it, what it is judged by, and the seconds it took."""
    from unrolled.training import set_seed, warmup_cosine

    import keras  # isort: skip  # after unrolled, which quietens TensorFlow

    learn, held_out, n_letters = load_dates()
    set_seed(seed)
    model = network(learn.X.shape[1], n_letters, seed)
    n_updates = CONSTANTS["epochs"] * -(-len(learn.X) // CONSTANTS["batch_size"])
    model.compile(
        keras.optimizers.Adam(
            warmup_cosine(n_updates, CONSTANTS["learning_rate"]), global_clipnorm=1.0
        ),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    start = time.perf_counter()
    model.fit(
        [learn.X, learn.fed],
        learn.Y,
        epochs=CONSTANTS["epochs"],
        batch_size=CONSTANTS["batch_size"],
        verbose=0,
    )
    return model, held_out, time.perf_counter() - start


def run(settings, seed):
    """Train one encoder-decoder from one seed; see the package for the interface."""
    model, held_out, seconds = train(seed)
    return judge(model, *held_out) | {"parameters": model.count_params(), "seconds": seconds}


def judge_packaged(settings, seed):
    """Judge the weights that the package carries; see the package for the interface."""
    from unrolled.text import load_date_reader

    _, held_out, n_letters = load_dates()
    model = network(held_out.X.shape[1], n_letters, seed)
    model.set_weights(load_date_reader())
    return judge(model, *held_out)


def judge(model, X, fed, truth, language):
    """Compare what `model` writes with the truth, teacher-forced and free running."""
    forced = np.asarray(model([X, fed])).argmax(axis=-1)
    own = np.full((len(X), 1), len(SIGNS), np.int32)
    for _ in range(truth.shape[1]):  # writes from the start again for every sign: slow, and plain
        following = np.asarray(model([X, own]))[:, -1].argmax(axis=-1)
        own = np.hstack([own, following[:, None].astype(np.int32)])
    free = own[:, 1:]
    exact = (free == truth).all(axis=1)
    return {
        "exact": float(exact.mean()),
        "exact_forced": float((forced == truth).all(axis=1).mean()),
        "signs": float((free == truth).mean()),
        "signs_forced": float((forced == truth).mean()),
    } | {f"exact_{code}": float(exact[language == code].mean()) for code in np.unique(language)}
