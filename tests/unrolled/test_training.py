"""unrolled.training: seeds, the schedule, and the recipe. One import of TensorFlow for all."""

import logging
import math
import os
import random
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from _pytest.capture import FDCapture, MultiCapture

import unrolled
from refusals import refused

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(unrolled.__file__).parent.parent)}


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

    def test_operations_are_deterministic(self, training):
        """Where they are, TensorFlow refuses to draw without a seed."""
        import tensorflow as tf

        training.set_seed(5)
        tf.random.set_seed(None)
        with pytest.raises(RuntimeError, match="determinism"):
            tf.random.uniform(())
        training.set_seed(5)
        tf.random.uniform(())

    @pytest.mark.parametrize("seed", [None, -1, 2**32, 1.5, "1", True, np.nan], ids=repr)
    def test_bad_seeds_are_refused_by_name(self, training, seed):
        with pytest.raises(ValueError, match=r"seed must be a whole number .*, got "):
            training.set_seed(seed)

    def test_numpy_numbers_are_seeds(self, training):
        training.set_seed(np.int64(3))
        first = random.random()
        training.set_seed(3)
        assert random.random() == first


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

    @pytest.mark.parametrize(
        ("arguments", "name", "given"),
        [
            ((0, 0.1), "n_steps", "0"),
            ((2.5, 0.1), "n_steps", "2.5"),
            ((9, 0), "learning_rate", "0"),
            ((9, np.nan), "learning_rate", "nan"),
            ((9, 0.1, -0.1), "warmup", "-0.1"),
            ((9, 0.1, 1.5), "warmup", "1.5"),
            ((9, 0.1, None), "warmup", "None"),
        ],
        ids=str,
    )
    def test_bad_input_is_refused_by_name(self, training, arguments, name, given):
        with pytest.raises(ValueError) as error:
            training.warmup_cosine(*arguments)
        wanted, _, got = str(error.value).partition(", got ")
        assert wanted.startswith(f"{name} must ") and got == given


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

    def test_clipping_can_be_left_out(self, training):
        recorder = Recorder()
        training.fit(recorder, X, TARGET, epochs=1, clip_norm=None)
        assert recorder.compiled["optimizer"].global_clipnorm is None

    def test_whole_numbers_are_trained_on_as_floats(self, training):
        recorder = Recorder()
        training.fit(recorder, X.astype(np.int8), TARGET.astype(int), epochs=1)
        assert [a.dtype for a in recorder.arrays] == [float, float]

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


class TestProgressBar:
    """It moves where somebody can watch it: Keras prints it to standard output."""

    @pytest.mark.parametrize("terminal", [True, False])
    def test_at_a_terminal_only(self, training, monkeypatch, terminal):
        monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
        monkeypatch.setattr("sys.stderr.isatty", lambda: not terminal, raising=False)
        recorder = Recorder()
        training.fit(recorder, X, TARGET, epochs=1)
        assert recorder.fitted["verbose"] == int(terminal)

    def test_not_without_any_output(self, training, monkeypatch):
        monkeypatch.setattr("sys.stdout", None)  # a program without a console
        recorder = Recorder()
        training.fit(recorder, X, TARGET, epochs=1)
        assert recorder.fitted["verbose"] == 0

    @pytest.mark.parametrize(
        ("request_", "watched"),
        [
            ({"content": {"allow_stdin": True}}, True),
            ({"content": {"allow_stdin": False}}, False),
            ({"content": {}}, False),
            ({}, False),
        ],
    )
    @pytest.mark.parametrize("terminal", [True, False])
    def test_a_kernel_is_asked_and_no_terminal(
        self, training, monkeypatch, request_, watched, terminal
    ):
        kernel = SimpleNamespace(get_parent=lambda: request_)
        shell = SimpleNamespace(kernel=kernel)
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
        monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
        assert training._is_watched() is watched

    @pytest.mark.parametrize("shell", [None, SimpleNamespace(), SimpleNamespace(kernel=None)])
    @pytest.mark.parametrize("terminal", [True, False])
    def test_ipython_without_a_kernel_is_a_terminal_like_others(
        self, training, monkeypatch, shell, terminal
    ):
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
        monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
        assert training._is_watched() is terminal

    def test_a_kernel_that_keeps_no_request_is_not_watched(self, training, monkeypatch):
        shell = SimpleNamespace(kernel=SimpleNamespace(no="parent"))
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        assert training._is_watched() is False

    # the rule alone, without the seconds that Keras takes to import
    ASK = (
        "import sys, types; sys.modules['keras'] = types.ModuleType('keras')\n"
        "from unrolled.training import _is_watched\n"
        "print(_is_watched())"
    )

    @pytest.fixture
    def kernel(self, tmp_path):
        client_of = pytest.importorskip("jupyter_client.manager").start_new_kernel
        environment = ENVIRONMENT | {"IPYTHONDIR": str(tmp_path)}
        manager, client = client_of(kernel_name="python3", env=environment)
        yield client
        client.stop_channels()
        manager.shutdown_kernel(now=True)

    @pytest.mark.parametrize("live", [True, False])
    def test_in_a_notebook_whose_front_end_can_answer(self, kernel, live):
        """JupyterLab, Notebook and VS Code say so in every request."""
        printed = []
        reply = kernel.execute_interactive(
            self.ASK, allow_stdin=live, stdin_hook=lambda _: None, timeout=60,
            output_hook=lambda message: printed.append(message["content"].get("text", "")),
        )  # fmt: skip
        assert reply["content"]["status"] == "ok" and "".join(printed).strip() == str(live)

    def test_not_where_a_program_executes_the_notebook(self, monkeypatch, tmp_path):
        """As the book's build, nbconvert and nbval do."""
        nbclient = pytest.importorskip("nbclient")
        from nbformat import v4

        monkeypatch.setenv("PYTHONPATH", ENVIRONMENT["PYTHONPATH"])
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
        cells = [v4.new_code_cell("import sys; sys.stdout.isatty = lambda: True\n" + self.ASK)]
        notebook = v4.new_notebook(cells=cells)
        nbclient.NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
        (output,) = notebook.cells[0].outputs
        assert output.text.strip() == "False"

    @pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are a thing of POSIX")
    def test_at_a_real_terminal(self):
        import pty

        terminal, stdout = pty.openpty()
        subprocess.run(
            [sys.executable, "-c", self.ASK], env=ENVIRONMENT, check=True, stdout=stdout,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        os.close(stdout)
        printed = os.read(terminal, 100)
        os.close(terminal)
        assert printed.strip() == b"True"
        piped = subprocess.run(
            [sys.executable, "-c", self.ASK], env=ENVIRONMENT, check=True, capture_output=True
        )
        assert piped.stdout.strip() == b"False"


class TestRetracing:
    """A new model in every turn of a loop is no function traced again and again."""

    @pytest.mark.slow
    def test_seven_models_in_a_loop_print_nothing(self):
        code = """
            import numpy as np
            from unrolled.training import fit
            import keras

            X = np.zeros((8, 2), "float32")
            for _ in range(7):
                model = keras.Sequential([keras.layers.Dense(1)])
                fit(model, X, X[:, :1], epochs=1)
                model.predict(X, verbose=0)
        """
        run = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            env=ENVIRONMENT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert (run.stdout, run.stderr) == ("", "")

    def test_a_function_of_your_own_is_still_warned_of(self, training, caplog):
        logger = logging.getLogger("tensorflow")
        text = "5 out of the last 5 calls to <function {}> triggered tf.function retracing."
        with caplog.at_level(logging.WARNING, logger="tensorflow"):
            logger.addHandler(caplog.handler)  # TensorFlow's does not propagate
            logger.warning(text.format("TensorFlowTrainer._make_function.<locals>.multi_step"))
            logger.warning(text.format("my_step"))
            logger.warning("something else about TensorFlowTrainer")
            logger.removeHandler(caplog.handler)
        kept = list(dict.fromkeys(record.getMessage() for record in caplog.records))
        assert kept == [text.format("my_step"), "something else about TensorFlowTrainer"]


class TestScaleOfTheTarget:
    UNIT = (TARGET - TARGET.mean()) / TARGET.std()

    def warned(self, training, target, loss="mse"):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            training.fit(Recorder(), X, target, epochs=1, loss=loss)
        assert all(w.category is UserWarning for w in seen)
        return [str(w.message) for w in seen]

    @pytest.mark.parametrize(
        ("mean", "sd"),
        [(0, 1), (5, 1), (-5, 2), (0, 5), (0, 0.38), (0, 0.1), (0, 0.01), (1.2, 0.5), (9.9, 9.9)],
    )
    def test_nothing_is_said_near_unit_scale(self, training, mean, sd):
        assert self.warned(training, mean + sd * self.UNIT) == []

    @pytest.mark.parametrize(
        ("mean", "sd", "words"),
        [
            (3000, 2000, "mean 3e+03 and standard deviation 2e+03"),
            (285, 8, "mean 285"),
            (-11, 5, "mean -11"),
            (0, 11, "deviation 11"),
            (1, 0.09, "deviation 0.09"),
            (0, 9e-4, "deviation 0.0009"),
        ],
    )
    def test_far_from_it_the_warning_says_what_to_do(self, training, mean, sd, words):
        (said,) = self.warned(training, mean + sd * self.UNIT)
        assert words in said and "(target - mean) / sd" in said and "* sd + mean" in said

    def test_whole_numbers_and_constants(self, training):
        assert len(self.warned(training, (3000 + 2000 * self.UNIT).astype(int))) == 1
        assert len(self.warned(training, np.full((70, 1), 5.0))) == 1
        assert self.warned(training, np.zeros((70, 1))) == []

    @pytest.mark.parametrize("loss", ["mse", "mae", "mean_squared_error", "huber", "log_cosh"])
    def test_losses_of_quantities(self, training, keras, loss):
        far = 300 + self.UNIT
        assert len(self.warned(training, far, loss)) == 1
        assert len(self.warned(training, far, keras.losses.get(loss))) == 1

    def test_classes_have_no_scale(self, training, keras):
        classes = np.arange(70) * 10
        sparse = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        for loss in ("sparse_categorical_crossentropy", sparse, "poisson", lambda y, p: p - y):
            assert self.warned(training, classes, loss) == []

    def test_the_warning_points_at_the_caller(self, training):
        with pytest.warns(UserWarning) as seen:
            training.fit(Recorder(), X, 300 + self.UNIT, epochs=1)
        assert seen[0].filename == __file__

    def test_a_loop_is_warned_once(self):
        code = """
            import sys, types; sys.modules["keras"] = types.ModuleType("keras")
            import numpy as np
            from unrolled.training import _warn_of_scale

            def fit(): _warn_of_scale(np.array([300.0, 301]), "mse")
            for _ in range(3):
                fit()
        """
        run = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            env=ENVIRONMENT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert run.stderr.count("UserWarning: target has mean") == 1


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
    "batches of text": (X, TARGET, {"batch_size": "64"}, "batch_size", "whole number", "'64'"),
    "no batch size": (X, TARGET, {"batch_size": None}, "batch_size", "whole number", "None"),
    "epochs True": (X, TARGET, {"epochs": True}, "epochs", "whole number", "True"),
    "rate 0": (X, TARGET, {"learning_rate": 0}, "learning_rate", "positive", "0"),
    "rate -1": (X, TARGET, {"learning_rate": -1}, "learning_rate", "positive", "-1"),
    "rate NaN": (X, TARGET, {"learning_rate": np.nan}, "learning_rate", "positive", "nan"),
    "rate inf": (X, TARGET, {"learning_rate": np.inf}, "learning_rate", "finite", "inf"),
    "rate of text": (X, TARGET, {"learning_rate": "fast"}, "learning_rate", "positive", "'fast'"),
    "clip 0": (X, TARGET, {"clip_norm": 0}, "clip_norm", "positive", "0"),
    "clip -1": (X, TARGET, {"clip_norm": -1.0}, "clip_norm", "positive", "-1.0"),
    "clip NaN": (X, TARGET, {"clip_norm": np.nan}, "clip_norm", "positive", "nan"),
    "clip inf": (X, TARGET, {"clip_norm": np.inf}, "clip_norm", "finite", "inf"),
    "no loss": (X, TARGET, {"loss": None}, "loss", "a loss", "None"),
    "metrics in a string": (X, TARGET, {"metrics": "mae"}, "metrics", "a list", "'mae'"),
    "a callback alone": (X, TARGET, {"callbacks": len}, "callbacks", "a list", "len"),
    "X of text": (X.astype(str), TARGET, {}, "X", "numbers", "dtype <U"),
    "no X": (None, TARGET, {}, "X", "numbers", "None"),
    "X a number": (1.0, TARGET, {}, "X", "rows", "1.0"),
    "no target": (X, None, {}, "target", "numbers", "None"),
    "target a number": (X, 1.0, {}, "target", "70 rows", "1.0"),
    "NaN to validate": (
        X, TARGET, {"validation": (HOLE, TARGET)}, "validation[0]", "finite", "1 NaN"),
    "NaN in what to validate by": (
        X, TARGET, {"validation": (X, GAP)}, "validation[1]", "finite", "2 NaN"),
    "fewer to validate by": (
        X, TARGET, {"validation": (X, TARGET[:9])}, "validation[1]", "70 rows", "9"),
    "nothing to validate": (
        X, TARGET, {"validation": (X[:0], TARGET[:0])}, "validation[1]", "at least one", "0"),
    "validation without target": (
        X, TARGET, {"validation": X}, "validation", "a pair", "shape (70, 5, 2)"),
    "validation of three": (
        X, TARGET, {"validation": (X, TARGET, TARGET)}, "validation", "a pair", "array"),
    "validation of rank 2": (
        X, TARGET, {"validation": (X[..., 0], TARGET)}, "validation[0]", "3 axes", "(70, 5)"),
    "flat targets to validate": (
        X, TARGET, {"validation": (X, TARGET[:, 0])}, "validation[1]", "2 axes", "(70,)"),
}  # fmt: skip


@pytest.mark.parametrize("model", [None, "model", 3, object()], ids=lambda m: type(m).__name__)
def test_what_is_no_model_is_refused(training, model):
    with pytest.raises(ValueError, match="model must be a Keras model, got "):
        training.fit(model, X, TARGET, epochs=1)


@pytest.mark.parametrize("name", REFUSALS)
def test_bad_input_is_refused_by_name(training, name):
    X, target, options, argument, expected, given = REFUSALS[name]
    model = Recorder()
    with refused(argument, expected, given):
        training.fit(model, X, target, **({"epochs": 2} | options))
    assert not hasattr(model, "fitted")
