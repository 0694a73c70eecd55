"""Language of a name from its letters: chapter 3, sequence to vector."""

import time

import numpy as np

ABOUT = "A recurrent layer reads a name letter by letter and says which of ten languages it is."
CONSTANTS = {
    "units": 64,
    "embedding": 16,
    "epochs": 10,
    "batch_size": 128,
    "learning_rate": 1e-2,
    "test_share": 0.25,  # of the entities: all names of one thing are on the same side
    "split_seed": 0,
}
SETTINGS = [
    {"layer": "GRU", "letters": "in order"},
    {"layer": "GRU", "letters": "shuffled"},
    {"layer": "bidirectional GRU", "letters": "in order"},
]
SEEDS = range(5)
# Without the order of the letters the GRU falls back to letter counts (chapter 3).
CLAIMS = [{"layer": "GRU", "letters": "in order"}, {"layer": "GRU", "letters": "shuffled"}]
METRIC, SLACK = "accuracy", 0.005


def shuffle(name, rng):
    """Return the letters of `name` in random order."""
    return "".join(rng.permutation(list(name)))


def run(settings, seed):
    """Train one network from one seed; see the package for the interface."""
    from unrolled.text import encode, load_names, split_by_entity
    from unrolled.training import fit, set_seed

    import keras  # isort: skip  # after unrolled, which quietens TensorFlow

    names = load_names()
    test = split_by_entity(names.entity, CONSTANTS["test_share"], CONSTANTS["split_seed"])
    languages, label = np.unique(names.language, return_inverse=True)
    alphabet = "".join(sorted(set("".join(names.name))))
    texts = names.name
    if settings["letters"] == "shuffled":
        rng = np.random.default_rng(seed)
        texts = [shuffle(name, rng) for name in texts]
    X = encode(texts, alphabet)

    set_seed(seed)
    layer = keras.layers.GRU(CONSTANTS["units"])
    if settings["layer"] == "bidirectional GRU":
        layer = keras.layers.Bidirectional(layer)
    model = keras.Sequential(
        [
            keras.Input((X.shape[1],), dtype="int32"),
            keras.layers.Embedding(
                len(alphabet) + 1,
                CONSTANTS["embedding"],
                mask_zero=True,
                # Keras starts at most 0.05 from zero, and the first epochs go into growing that.
                embeddings_initializer=keras.initializers.RandomNormal(stddev=1.0),
            ),
            layer,
            keras.layers.Dense(len(languages)),
        ]
    )
    start = time.perf_counter()
    history = fit(
        model,
        X[~test],
        label[~test],
        epochs=CONSTANTS["epochs"],
        batch_size=CONSTANTS["batch_size"],
        learning_rate=CONSTANTS["learning_rate"],
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    seconds = time.perf_counter() - start
    answer = np.asarray(model(X[test])).argmax(axis=1)
    return {
        "accuracy": float(np.mean(answer == label[test])),
        "loss": history["loss"][-1],
        "parameters": model.count_params(),
        "seconds": seconds,
    }
