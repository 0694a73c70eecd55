"""The labs: pages, checks, and recorded answers of every lab found in ``unrolled/labs``."""

import doctest
import importlib.util
import re
import subprocess
import sys
import time

import numpy as np
import pytest

from book import ROOT
from lab_pages import LABS, cells, execute, page
from unrolled.labs import Exercise, Mistake, _exercise, check, exercises
from unrolled.labs.lab_2 import masked_layer, masked_loss
from unrolled.layers import RNNParams


def records(name):
    """Return the module of recorded answers of an exercise."""
    return importlib.import_module(f"wrong_answers.{name.replace('/', '.').replace('-', '_')}")


def of_lab(lab):
    return {name: e for name, e in exercises().items() if name.split("/")[0] == lab_name(lab)}


def lab_name(lab):
    return lab.replace("_", "-")


@pytest.fixture
def answer_of(capsys):
    """Run a check and return what it printed."""

    def run(exercise, answer):
        assert check(exercise, answer) is None
        return capsys.readouterr().out

    return run


def flat(text):
    return " ".join(text.split())


every_lab = pytest.mark.parametrize("lab", LABS)
every_exercise = pytest.mark.parametrize("exercise", exercises().values(), ids=exercises())


def recorded(kind):
    """Return (exercise, record) for every record of this kind of every exercise."""
    return [(name, record) for name in exercises() for record in kind(records(name))]


every_record = pytest.mark.parametrize(
    ("name", "answer", "words"),
    [(name, *record) for name, record in recorded(lambda module: module.WRONG)],
    ids=lambda value: getattr(value, "__name__", None),
)
every_right = pytest.mark.parametrize(
    ("name", "answer"),
    recorded(lambda module: module.RIGHT),
    ids=lambda value: getattr(value, "__name__", None),
)


class TestPages:
    @every_lab
    def test_page_and_engine_hold_the_same_exercises_in_the_same_order(self, lab):
        on_page = re.findall(r"^check\(\"(.+?)\"", page(lab), re.MULTILINE)
        assert list(dict.fromkeys(on_page)) == list(of_lab(lab))

    @every_lab
    def test_every_exercise_is_task_starter_check_solution(self, lab):
        every = cells(page(lab))
        for name in of_lab(lab):
            label = name.replace("/", "-")
            starter, checked, solution = (c for c in every if c.exercise == label)
            assert "..." in starter.source and "check(" not in starter.source
            assert re.fullmatch(rf'check\("{name}", .+\)\n', checked.source)
            assert not starter.solution and not checked.solution and solution.solution == label
            assert solution.source.endswith(checked.source)

    @every_lab
    def test_untouched_lab_says_not_attempted_everywhere(self, lab, capsys):
        namespace = {"__name__": "lab"}
        execute((c.source for c in cells(page(lab)) if not c.solution), namespace)
        said = capsys.readouterr().out
        assert len(re.findall(r": not attempted\. ", said)) == len(of_lab(lab))
        assert not re.search(": passed|: not yet", said)

    @every_lab
    def test_solutions_pass(self, lab, capsys):
        execute((c.source for c in cells(page(lab))), {"__name__": "lab"})
        said = capsys.readouterr().out
        for name in of_lab(lab):
            assert f"{name}: passed." in said
        assert ": not yet" not in said

    @every_lab
    def test_examples_in_the_tasks_are_true(self, lab):
        namespace = {"__name__": "lab"}
        every = cells(page(lab))
        # The first cells import; the solutions define what the examples call.
        execute((c.source for c in every if not c.exercise or c.solution), namespace)
        blocks = re.findall(r"^```python\n(>>>[\s\S]*?)^```", page(lab), re.MULTILINE)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        for i, block in enumerate(blocks):
            example = doctest.DocTestParser().get_doctest(block, dict(namespace), str(i), lab, 0)
            runner.run(example)
        assert blocks and runner.summarize(verbose=False).failed == 0

    def test_lab_1_quotes_the_checks_as_they_answer(self, answer_of):
        def untouched(x_t, y_prev, params):
            return ...

        def right(x_t, y_prev, params):
            return np.tanh(x_t @ params.W_x + y_prev @ params.W_y + params.b)

        def minus(x_t, y_prev, params):
            return np.tanh(x_t @ params.W_x - y_prev @ params.W_y + params.b)

        quoted = re.findall(r"^```text\n([\s\S]*?)^```", page("lab_1"), re.MULTILINE)
        for quote, my_step in zip(quoted, (untouched, right, minus), strict=True):
            my_step.__name__ = "my_step"
            assert answer_of("lab-1/step", my_step) == quote


class TestLab2AgreesWithKeras:
    """What lab 2 says Keras does with a mask."""

    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 6, 2)).astype(np.float32)
    mask = np.array([[0, 1, 1, 0, 1, 1], [1, 1, 0, 0, 0, 1], [1, 1, 1, 1, 0, 0]], bool)

    @pytest.mark.parametrize(
        ("zeros", "output"), [(False, masked_layer.keep), (True, masked_layer.zero)]
    )
    def test_masked_step(self, zeros, output):
        keras = pytest.importorskip("keras")
        options = {"return_sequences": True, "zero_output_for_mask": zeros}
        layer = keras.layers.SimpleRNN(4, bias_initializer="uniform", **options)
        theirs = np.asarray(layer(self.X, mask=self.mask))
        ours = masked_layer.masked_layer(
            self.X, self.mask, RNNParams(*layer.get_weights()), output=output
        )
        np.testing.assert_allclose(ours, theirs, atol=1e-6)

    def test_masked_loss_counts_every_real_step_alike(self):
        keras = pytest.importorskip("keras")
        layers = [keras.layers.Masking(9.0), keras.layers.SimpleRNN(4, return_sequences=True)]
        model = keras.Sequential([keras.Input((6, 2)), *layers])
        model.compile(loss="mse")
        X = np.where(self.mask[..., None], self.X, np.float32(9))
        target = self.rng.normal(size=(3, 6, 4)).astype(np.float32)
        ours = masked_loss.masked_loss(np.asarray(model(X)), target, self.mask)
        assert model.evaluate(X, target, verbose=0) == pytest.approx(ours, rel=1e-5)


class TestRecordedAnswers:
    @every_record
    def test_wrong_answer_is_refused_with_its_diagnosis(self, name, answer, words, answer_of):
        said = answer_of(name, answer)
        assert said.startswith(f"{name}: not yet.")
        assert words in flat(said)

    @every_right
    def test_right_answer_written_another_way_passes(self, name, answer, answer_of):
        assert answer_of(name, answer).startswith(f"{name}: passed.")

    @every_exercise
    def test_enough_different_wrong_answers_are_recorded(self, exercise):
        assert len({words for _, words in records(exercise.name).WRONG}) >= 6
        assert records(exercise.name).RIGHT

    @every_exercise
    def test_every_known_mistake_is_told_from_every_other(self, exercise, answer_of):
        for mistake in exercise.mistakes:
            if callable(mistake.variant) and not callable(exercise.reference):
                continue  # what one wrong value does to the next; see the recorded answers
            if mistake.of_result:
                continue  # it recognises results and makes none
            said = answer_of(exercise.name, mistake.variant)
            assert flat(mistake.message) in flat(said), mistake.name

    @every_exercise
    def test_check_is_quick(self, exercise, answer_of):
        slowest = 0
        made = [m.variant for m in exercise.mistakes if not m.of_result]
        for answer in [exercise.reference, *made]:
            start = time.process_time()
            answer_of(exercise.name, answer)
            slowest = max(slowest, time.process_time() - start)
        assert slowest < 2

    @every_record
    def test_answer_is_wrapped_and_the_same_again(self, name, answer, words, answer_of):
        said = answer_of(name, answer)
        assert said == answer_of(name, answer)
        prose = [line for line in said.splitlines() if not line.startswith("    ")]
        assert max(map(len, prose)) <= 88


class TestBrokenAnswers:
    def test_error_is_reported_with_the_learners_line(self, answer_of):
        def my_step(x_t, y_prev, params):
            W_x = params.W_x
            return np.tanh(x_t @ W_x.T @ np.ones((7, 7)))  # the line to report

        said = answer_of("lab-1/step", my_step)
        line = my_step.__code__.co_firstlineno + 2
        assert f"An error stopped my_step in line {line} of its cell" in flat(said)
        assert "return np.tanh(x_t @ W_x.T @ np.ones((7, 7)))" in said
        assert "ValueError: matmul" in said and "x_t of shape (4, 2)" in said

    def test_error_inside_the_book_names_the_line_that_called_it(self, answer_of):
        def my_stack(X, lower, upper):
            from unrolled.layers import rnn_forward

            return rnn_forward(X[:, -1], lower)

        said = answer_of("lab-1/stack", my_stack)
        assert "return rnn_forward(X[:, -1], lower)" in said
        assert "X must have shape (batch, time, inputs)" in said

    def test_diagnosis_of_a_known_mistake_needs_no_traceback(self, answer_of):
        said = answer_of("lab-1/step", lambda x, y, p: np.tanh(x @ p.W_x.T + y @ p.W_y + p.b))
        assert "W_x transposed" in said and "ValueError" not in said

    def test_another_error_of_the_same_type_is_not_taken_for_a_known_mistake(self, answer_of):
        def my_stack(X, lower, upper):
            raise ValueError("of my own")

        assert "ValueError: of my own" in answer_of("lab-1/stack", my_stack)

    def test_wrong_shape_is_shown_where_sizes_differ_and_without_numbers(self, answer_of):
        said = answer_of("lab-1/step", lambda x_t, y_prev, params: np.tanh(x_t))
        assert (
            "(4, 2); the shape expected is (4, 3)" in said and "params.W_x of shape (2, 3)" in said
        )
        assert "paper" not in said

    def test_wrong_number_of_arguments(self, answer_of):
        said = answer_of("lab-1/step", lambda x_t: x_t)
        assert "(x_t, y_prev, params) stopped with an error" in said and "TypeError" in said

    def test_exception_whose_text_fails(self, answer_of):
        class Mute(Exception):
            def __str__(self):
                raise RuntimeError

        def my_step(x_t, y_prev, params):
            raise Mute

        assert "Mute" in answer_of("lab-1/step", my_step)

    def test_interrupt_passes_through(self):
        def my_step(x_t, y_prev, params):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            check("lab-1/step", my_step)

    def test_state_kept_between_calls(self, answer_of):
        kept = [0]

        def my_step(x_t, y_prev, params):
            kept[0] += 1
            return np.tanh(x_t @ params.W_x + y_prev @ params.W_y + params.b) + (kept[0] > 12)

        assert "when it is called again" in flat(answer_of("lab-1/step", my_step))

    def test_arrays_taken_from_the_notebook(self, answer_of):
        namespace = {"np": np, "W_y": np.array([[0.5]]), "W_x": np.ones(2)}  # W_x is not used
        source = "def f(x_t, y_prev, params):\n    return np.tanh(x_t @ params.W_x + y_prev * W_y)"
        execute([source], namespace)
        assert "uses W_y from elsewhere" in flat(answer_of("lab-1/step", namespace["f"]))

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ([[1.0], [2.0, 3.0]], "cannot be read as an array"),
            ("text", "type str"),
            (object(), "type object"),
            (iter([1]), "type list_iterator"),
            ({"y": 1}, "type dict"),
            (np.zeros((0, 3)), "has shape (0, 3)"),
            (np.array(["a"]), "cannot be read"),
            (1j, "type complex"),
        ],
    )
    def test_results_of_the_wrong_kind(self, given, words, answer_of):
        assert words in flat(answer_of("lab-1/step", lambda x, y, p: given))

    @pytest.mark.parametrize("blank", [..., (..., 1), [...], {"a": ...}, np.array(...)])
    def test_blank_answers_are_not_attempted(self, blank, answer_of):
        assert ": not attempted." in answer_of("lab-1/step", lambda x, y, p: blank)
        assert ": not attempted." in answer_of("lab-1/by-hand", blank)
        assert ": not attempted." in answer_of("lab-1/step", blank)


class TestEngine:
    def test_unknown_exercise_names_the_known_and_the_nearest(self):
        with pytest.raises(ValueError, match=r"lab-1/layer.*got 'lab-1/stepp'.*mean 'lab-1/step'"):
            check("lab-1/stepp", None)

    def test_tensor_like_results_are_read(self, answer_of):
        class Tensor:
            def __init__(self, a):
                self.a = a

            def __array__(self, dtype=None, copy=None):
                return self.a

        def my_step(x, y, p):
            return Tensor(np.tanh(x @ p.W_x + y @ p.W_y + p.b))

        assert "passed" in answer_of("lab-1/step", my_step)

    def test_named_and_dict_results(self, monkeypatch, answer_of):
        made = {
            "toy/dict": Exercise("toy/dict", {"mean": 1.0, "sd": 2.0}),
            "toy/nan": Exercise(
                "toy/nan",
                lambda x: x * 2,
                lambda rng: [(np.array([np.nan, 1.0]),), (np.array([3.0]),)],
                [Mistake("tripled", lambda x: x * 3, "Three times.")],
            ),
        }
        monkeypatch.setattr(_exercise, "exercises", lambda: made)
        assert "passed" in answer_of("toy/dict", {"sd": 2, "mean": 1})
        assert "sd is not right. Right already: mean." in answer_of("toy/dict", dict(mean=1, sd=3))
        assert "must hold 2 things: mean, sd" in answer_of("toy/dict", {"mean": 1})
        assert "passed" in answer_of("toy/nan", lambda x: x + x)
        assert "Three times." in answer_of("toy/nan", lambda x: x + x + x)

    def test_values_that_are_missing(self, answer_of):
        assert "must hold 2 things" in answer_of("lab-1/by-hand", 0.585)
        assert "must hold 2 things" in answer_of("lab-1/by-hand", None)
        assert "given None." in flat(answer_of("lab-1/step", None))

    def test_expected_values_are_not_given_away(self, answer_of):
        said = answer_of("lab-1/by-hand", (0.1, 0.2))
        assert "0.585" not in said and "0.70" not in said

    def test_import_is_light(self):
        code = (
            "import sys, numpy, time; t = time.process_time(); import unrolled.labs as labs;"
            "labs.exercises(); t = time.process_time() - t;"
            "assert not {'tensorflow', 'keras', 'matplotlib'} & set(sys.modules); print(t)"
        )
        run = [sys.executable, "-c", code]
        took = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        assert float(took) < 0.3
