"""unrolled.training: seeds, the schedule, and the recipe. One import of TensorFlow for all."""

import math
import random

import numpy as np
import pytest
from _pytest.capture import FDCapture, MultiCapture


@pytest.fixture(scope="module")
def training():
    from unrolled import training

    return training


@pytest.fixture(scope="module")
def keras(training):
    import keras

    return keras


RNG = np.random.default_rng(0)
X = RNG.normal(size=(70, 5, 2)).astype(np.float32)
TARGET = X[:, -1, :1] - 0.5 * X[:, -2, 1:]
VALIDATION = X[:9] + 0.1, TARGET[:9] - 0.2


@pytest.fixture(scope="module")
def train(training, keras):
    """Train a small network from this seed; return (model, history)."""

    def run(seed=1, **options):
        training.set_seed(seed)
        model = keras.Sequential([keras.layers.SimpleRNN(3), keras.layers.Dense(1)])
        history = training.fit(model, X, TARGET, **({"epochs": 2, "batch_size": 16} | options))
        return model, history

    return run


@pytest.fixture(scope="module")
def trained(train):
    """One training that several tests look at: each one costs a second of tracing."""
    return train()


@pytest.fixture(scope="module")
def watched(train):
    """The same training with a validation set, and what it printed."""
    capture = MultiCapture(in_=None, out=FDCapture(1), err=FDCapture(2))
    capture.start_capturing()
    model, history = train(validation=VALIDATION, metrics=["mae"])
    printed = capture.readouterr()
    capture.stop_capturing()
    return model, history, printed


def same(a, b):
    return all(np.array_equal(v, w) for v, w in zip(a.get_weights(), b.get_weights(), strict=True))


class TestSetSeed:
    def test_two_trainings_are_identical(self, train, trained):
        (first, history), (second, history_again) = trained, train()
        assert same(first, second) and history == history_again

    def test_another_seed_is_another_training(self, train, trained):
        assert not same(trained[0], train(seed=2)[0])

    def test_every_generator_is_seeded(self, training, keras):
        def draw():
            training.set_seed(3)
            legacy = np.random.random()  # noqa: NPY002
            return random.random(), legacy, float(keras.random.uniform(()))

        assert draw() == draw()

    def test_layer_names_start_again(self, training, keras):
        names = []
        for _ in range(2):
            training.set_seed(4)
            names.append(keras.layers.Dense(1).name)
        assert names == ["dense", "dense"]


class TestSchedule:
    @pytest.mark.parametrize("n_steps", [1, 2, 7, 40])
    @pytest.mark.parametrize("warmup", [0.0, 0.1, 0.5])
    def test_schedule_is_the_formula(self, training, n_steps, warmup):
        schedule = training.warmup_cosine(n_steps, 0.02, warmup)
        n_warm = max(1, int(warmup * n_steps))
        for step in range(n_steps + 1):
            if step < n_warm:
                expected = 0.02 / n_warm + (0.02 - 0.02 / n_warm) * step / n_warm
            else:
                share = (step - n_warm) / max(1, n_steps - n_warm)
                expected = 0.01 * (1 + math.cos(math.pi * min(share, 1)))
            assert float(schedule(step)) == pytest.approx(expected, abs=1e-8)

    def test_start_peak_middle_and_end(self, training):
        schedule = training.warmup_cosine(110, 0.02)  # 11 updates of warm-up by default
        rates = [float(schedule(step)) for step in range(111)]
        assert rates[0] == pytest.approx(0.02 / 11)
        assert max(rates) == rates[11] == pytest.approx(0.02)
        assert np.interp(60.5, range(111), rates) == pytest.approx(0.01, rel=1e-3)
        assert rates[110] == pytest.approx(0, abs=1e-9)
        assert (np.diff(rates[:12]) > 0).all() and (np.diff(rates[11:]) < 0).all()


class Recorder:
    """Takes the place of a model and writes down what it was asked."""

    def compile(self, **compiled):
        self.compiled = compiled

    def fit(self, *arrays, **fitted):
        self.arrays, self.fitted = arrays, fitted
        return self

    history = {"loss": [0.5]}  # noqa: RUF012


class TestFit:
    def test_it_learns(self, train):
        _, history = train(epochs=12, learning_rate=0.03)
        assert history["loss"][-1] < 0.2 * history["loss"][0]

    def test_history_has_one_value_per_epoch(self, watched):
        history = watched[1]
        assert sorted(history) == ["loss", "mae", "val_loss", "val_mae"]
        assert {len(values) for values in history.values()} == {2}
        assert all(type(value) is float for values in history.values() for value in values)

    def test_validation_is_watched_and_never_trained_on(self, watched, trained):
        (model, history, _), (without, plain) = watched, trained
        assert same(model, without) and history["loss"] == plain["loss"]
        error = np.asarray(model(VALIDATION[0])) - VALIDATION[1]
        assert history["val_loss"][-1] == pytest.approx(float(np.mean(error**2)), rel=1e-5)

    def test_nothing_is_printed(self, watched):
        assert tuple(watched[2]) == ("", "")

    @pytest.mark.parametrize("terminal", [True, False])
    def test_progress_bar_at_a_terminal_only(self, training, monkeypatch, terminal):
        monkeypatch.setattr("sys.stderr.isatty", lambda: terminal, raising=False)
        recorder = Recorder()
        training.fit(recorder, X, TARGET, epochs=1)
        assert recorder.fitted["verbose"] == int(terminal)

    def test_recipe(self, training):
        recorder = Recorder()
        history = training.fit(
            recorder, X, TARGET, epochs=3, batch_size=16, learning_rate=0.02, clip_norm=0.7,
            loss="mae", validation=VALIDATION,
        )  # fmt: skip
        optimizer = recorder.compiled["optimizer"]
        rate = optimizer._learning_rate
        assert type(optimizer).__name__ == "Adam" and optimizer.global_clipnorm == 0.7
        # 70 windows in batches of 16 are 5 updates an epoch, 15 in all, 1 of them warming up
        assert float(rate(1)) == pytest.approx(0.02) and float(rate(8)) == pytest.approx(0.01)
        assert float(rate(14)) > 1e-5 and float(rate(15)) == pytest.approx(0, abs=1e-9)
        assert recorder.compiled["loss"] == "mae"
        assert recorder.fitted["epochs"] == 3 and recorder.fitted["batch_size"] == 16
        assert recorder.fitted["validation_data"] is VALIDATION
        assert np.array_equal(recorder.arrays[0], X) and np.array_equal(recorder.arrays[1], TARGET)
        assert history == {"loss": [0.5]}

    def test_defaults_of_the_recipe(self, training):
        recorder = Recorder()
        training.fit(recorder, X, TARGET, epochs=10)  # 2 updates an epoch, 2 warming up
        optimizer = recorder.compiled["optimizer"]
        assert float(optimizer._learning_rate(2)) == pytest.approx(3e-3)
        assert optimizer.global_clipnorm == 1.0
        assert recorder.compiled["loss"] == "mse" and recorder.compiled["jit_compile"] is False
        assert recorder.fitted["batch_size"] == 64 and recorder.fitted["validation_data"] is None

    def test_the_schedule_ends_with_the_training(self, trained):
        model, _ = trained  # 70 windows in batches of 16 are 5 updates an epoch
        assert int(model.optimizer.iterations) == 10
        assert float(model.optimizer.learning_rate) == pytest.approx(0, abs=1e-9)


HOLE = X.copy()
HOLE[3, 1, 0] = np.nan
GAP = TARGET.copy()
GAP[[2, 5]] = np.inf

# arrays, options, the argument it must name, what it must expect, what it must quote
REFUSALS = {
    "NaN in X": (HOLE, TARGET, {}, "X", "finite", "1 NaN or infinite of 700"),
    "inf in target": (X, GAP, {}, "target", "finite", "2 NaN or infinite of 70"),
    "fewer targets": (X, TARGET[:-1], {}, "target", "70 rows", "69"),
    "fewer windows": (X[:-1], TARGET, {}, "target", "69 rows", "70"),
    "nothing": (X[:0], TARGET[:0], {}, "target", "rows", "0"),
    "no epochs": (X, TARGET, {"epochs": 0}, "epochs", "at least 1", "0"),
    "half an epoch": (X, TARGET, {"epochs": 0.5}, "epochs", "whole number", "0.5"),
    "empty batches": (X, TARGET, {"batch_size": 0}, "batch_size", "at least 1", "0"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_input_is_refused_by_name(training, name):
    X, target, options, argument, expected, given = REFUSALS[name]
    model = Recorder()
    with pytest.raises(ValueError) as error:
        training.fit(model, X, target, **({"epochs": 2} | options))
    wanted, _, got = str(error.value).partition(", got ")
    assert wanted.startswith(f"{argument} must ") and expected in wanted
    assert given in got
    assert not hasattr(model, "fitted")
