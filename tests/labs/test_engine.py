"""The check engine: what it says of any answer, and what it leaves as it was."""

import contextlib
import functools
import io
import os
import random
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import warnings

import numpy as np
import pytest

from lab_pages import ROOT, execute, flat
from unrolled.labs import Exercise, Mistake, NotPassed, _calls, _exercise, _results, check
from unrolled.layers import rnn_forward


def right_step(x_t, y_prev, params):
    return np.tanh(x_t @ params.W_x + y_prev @ params.W_y + params.b)


def right_layer(X, params, Y_init):
    return rnn_forward(X, params, Y_init)


@pytest.fixture
def toy(monkeypatch):
    """Register one exercise of a test's own."""

    def register(*args, **options):
        made = Exercise("toy", *args, **options)
        monkeypatch.setattr(_exercise, "exercises", lambda: {"toy": made})

    return register


@pytest.fixture
def short(monkeypatch):
    """Shorten the time limit."""
    monkeypatch.setattr(_calls, "SECONDS", 0.1)


def doubling(rng):
    return [(rng.normal(size=n),) for n in (1, 2, 5)]


class TestDates:
    """Dates are right in whatever unit, and never by a tolerance."""

    def next_days(self, toy):
        def after(day, n):
            return day + np.arange(1, n + 1)

        toy(after, lambda rng: [(np.datetime64("2024-02-28"), n) for n in (1, 3)])
        return after

    @pytest.mark.parametrize("change", [list, lambda d: d.astype("M8[ms]"), tuple])
    def test_other_units_and_lists_pass(self, change, toy, answer_of):
        after = self.next_days(toy)
        assert answer_of("toy", lambda day, n: change(after(day, n))).startswith("toy: passed.")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda d: d.astype(int), "holds int64, where dates (datetime64) are expected"),
            (lambda d: d.astype(str), "where dates (datetime64) are expected"),
            (lambda d: d.astype(str).tolist(), "where dates (datetime64) are expected"),
            (lambda d: d.astype("M8[s]") + 1, "not the right dates"),
            (lambda d: np.full_like(d, "NaT"), "not the right dates"),
            (lambda d: d.astype("M8[Y]"), "not the right dates"),
            (lambda d: d[:, None], "the shape expected is (1,)"),
            (lambda d: np.zeros(d.shape, "M8[as]"), "not the right dates"),
        ],
    )
    def test_others_are_refused(self, change, words, toy, answer_of):
        after = self.next_days(toy)
        said = flat(answer_of("toy", lambda day, n: change(after(day, n))))
        assert said.startswith("toy: not yet.") and words in said

    def test_both_are_shown(self, toy, answer_of):
        after = self.next_days(toy)
        said = answer_of("toy", lambda day, n: after(day, n) + 1)
        assert "2024-03-01" in said and "2024-02-29" in said

    def test_unwritten_dates_are_named(self, toy, answer_of):
        after = self.next_days(toy)

        def answer(day, n):
            made = np.empty(n, "M8[D]")
            made[:-1] = after(day, n)[:-1]
            return made

        assert "never written" in answer_of("toy", answer)

    def test_dates_where_numbers_are_expected(self, toy, answer_of):
        toy(lambda x: 2 * x, doubling)
        said = answer_of("toy", lambda x: np.full(x.shape, "2024-01-01", "M8[D]"))
        assert "holds dates, where numbers are expected" in flat(said)


class TestErrors:
    def test_learners_line_is_reported(self, answer_of):
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
            return rnn_forward(X[:, -1], lower)

        said = answer_of("lab-1/stack", my_stack)
        assert "return rnn_forward(X[:, -1], lower)" in said
        assert "X must have shape (batch, time, inputs)" in said

    def test_error_in_another_cell_names_its_function_and_its_line(self, answer_of):
        namespace = {"np": np}
        helper = "def helper(x_t):\n    a = 1\n    return x_t.no_such_name"
        execute([helper], namespace, "<cell 1>")
        execute(["\n\n\ndef my_step(x_t, y, p):\n    return helper(x_t)"], namespace, "<cell 2>")
        said = flat(answer_of("lab-1/step", namespace["my_step"]))
        assert "stopped my_step in line 3 of the cell that defines helper" in said

    def test_error_in_a_module_of_the_learners_names_the_file(self, answer_of, tmp_path):
        file = tmp_path / "mine.py"
        file.write_text("def helper(x_t):\n    return x_t.no_such_name\n")
        namespace = {}
        execute([file.read_text()], namespace, str(file))
        execute(["def my_step(x_t, y, p):\n    return helper(x_t)"], namespace, "<cell>")
        said = answer_of("lab-1/step", namespace["my_step"])
        assert "in line 2 of mine.py" in flat(said) and "return x_t.no_such_name" in said

    @pytest.mark.parametrize("folder", ["stdlib", "platstdlib", "purelib", "platlib"])
    def test_libraries_are_told_from_folders_named_like_them(self, folder):
        path = sysconfig.get_path(folder)
        assert os.path.join(path, "") in _results.FOREIGN
        assert path not in _results.FOREIGN  # such a beginning also fits the folder beside it

    def test_another_error_of_the_same_type_is_not_taken_for_a_known_mistake(self, answer_of):
        def my_stack(X, lower, upper):
            raise ValueError("of my own")

        said = answer_of("lab-1/stack", my_stack)
        assert "ValueError: of my own" in said and "mistake" not in said

    def test_wrong_number_of_arguments(self, answer_of):
        said = answer_of("lab-1/step", lambda x_t: x_t)
        assert "(x_t, y_prev, params) stopped with an error" in said and "TypeError" in said

    def test_long_error_is_cut(self, answer_of):
        def my_step(x_t, y_prev, params):
            raise ValueError("x" * 100_000)

        assert len(answer_of("lab-1/step", my_step)) < 2000

    def test_interrupt_passes_through_and_leaves_everything_as_it_was(self):
        def my_step(x_t, y_prev, params):
            raise KeyboardInterrupt

        before = np.empty, sys.stdout, signal.getsignal(signal.SIGALRM)
        with pytest.raises(KeyboardInterrupt):
            check("lab-1/step", my_step)
        assert before == (np.empty, sys.stdout, signal.getsignal(signal.SIGALRM))
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


class TestMistakes:
    def test_diagnosis_of_a_known_mistake_needs_no_traceback(self, answer_of):
        said = answer_of("lab-1/step", lambda x, y, p: np.tanh(x @ p.W_x.T + y @ p.W_y + p.b))
        assert "W_x transposed" in said and "ValueError" not in said

    def test_same_error_is_reported_and_a_mistake_named_as_one_way_to_it(self, toy, answer_of):
        def stopped(x):
            raise ValueError("sizes differ")

        mistakes = [
            Mistake("one", stopped, "The train part was left out."),
            Mistake("two", lambda x: stopped(x), "The target was transposed."),
            Mistake("three", lambda x: [][0], "Nothing is there."),
        ]
        toy(lambda x: 2 * x, doubling, mistakes)

        def my_double(x):
            raise ValueError("sizes differ")

        said = flat(answer_of("toy", my_double))
        assert "An error stopped my_double in line" in said
        assert "A mistake that gives this error: The train part was left out." in said
        assert "A mistake that gives this error: The target was transposed." in said
        assert "Nothing is there" not in said

    def test_results_decide_where_a_mistake_raises_on_some_inputs(self, toy, answer_of):
        def some(x):
            if len(x) == 1:
                raise ValueError
            return 3 * x

        toy(lambda x: 2 * x, doubling, [Mistake("some", some, "Three times.")])
        assert answer_of("toy", some) == "toy: not yet. Three times.\n"

    def test_no_mistake_is_held_against_a_right_answer(self, toy, answer_of):
        calls = []
        toy(lambda x: 2 * x, doubling, [Mistake("never", calls.append, "Wrong.")])
        assert "passed" in answer_of("toy", lambda x: x + x)
        assert not calls


class TestDifferences:
    def test_wrong_shape_is_shown_where_sizes_differ_and_without_numbers(self, answer_of):
        said = answer_of("lab-1/step", lambda x_t, y_prev, params: np.tanh(x_t))
        assert (
            "(4, 2); the shape expected is (4, 3)" in said and "params.W_x of shape (2, 3)" in said
        )
        assert "paper" not in said

    @pytest.mark.parametrize("off", [1e-4, 3e-5, 2e-7, 1e-9, 3e-14])
    def test_two_numbers_that_differ_look_different(self, off, toy, answer_of):
        toy(lambda x: 2 * x, doubling, tolerance=1e-15)
        lines = answer_of("toy", lambda x: 2 * x + off).splitlines()
        shown = {line.split(" = ")[0].strip(): line.split(" = ")[-1] for line in lines}
        assert shown["your result"] != shown["expected"]

    def test_difference_in_the_middle_of_a_long_array_is_shown(self, toy, answer_of):
        toy(lambda x: 2 * x, lambda rng: [(np.arange(100.0),)])

        def my_double(x):
            return np.where(np.arange(100) == 50, 7.125, 2 * x)

        assert "7.125" in answer_of("toy", my_double)

    def test_numbers_are_shown_alike_whatever_the_notebook_prints(self, answer_of):
        plain = answer_of("lab-1/step", lambda x, y, p: right_step(x, y, p) + 0.3)
        with np.printoptions(precision=1, suppress=True, floatmode="fixed", threshold=1):
            assert answer_of("lab-1/step", lambda x, y, p: right_step(x, y, p) + 0.3) == plain

    def test_right_already_is_judged_on_all_inputs(self, toy, answer_of):
        def both(x):
            return Two(x.sum(), x.max())

        toy(both, lambda rng: [(np.array([1.0, 2.0]),), (np.array([-1.0, -2.0]),)])
        said = answer_of("toy", lambda x: (abs(x).sum(), x.max() + 1))
        assert "largest is not right." in said and "Right already" not in said
        assert "Right already: total." in answer_of("toy", lambda x: (x.sum(), x.max() + 1))

    def test_whole_numbers_are_blamed_only_for_lost_decimals(self, toy, answer_of):
        toy(lambda x: 2.5 * x, lambda rng: [(np.array([2.0, 4.0]),), (np.array([1.0, 3.0]),)])
        lost = "so the decimals are lost"
        assert lost in answer_of("toy", lambda x: (2.5 * x).astype(int))
        assert lost not in answer_of("toy", lambda x: (3 * x).astype(int))

    def test_decimals_lost_on_the_way_are_hinted_at(self, toy, answer_of):
        whole = lambda rng: [(np.array([1, 2]),)]  # noqa: E731
        toy(lambda x: (x / 2).cumsum(), doubling, also=whole)

        def my_sums(x):
            halves = np.zeros_like(x)
            halves[:] = x / 2
            return halves.cumsum() + 0.0

        assert "There are whole numbers in x here." in flat(answer_of("toy", my_sums))
        assert "whole numbers" not in answer_of("toy", lambda x: x)

    def test_array_is_no_answer_of_parts_that_differ_in_shape(self, toy, answer_of):
        toy(lambda x: Two(x, x[0]), lambda rng: [(np.array([1.0, 2.0]),)])
        assert "must hold 2 things" in answer_of("toy", lambda x: x)

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
            (
                np.broadcast_to(0.0, (10**6, 10**6)),
                "an array of shape (1000000, 1000000), far larger",
            ),
            ((x for x in [1]), "a generator, which cannot be read"),
        ],
    )
    def test_results_of_the_wrong_kind(self, given, words, answer_of):
        assert words in flat(answer_of("lab-1/step", lambda x, y, p: given))

    def test_masked_numbers_are_no_numbers(self, answer_of):
        def my_step(*args):
            return np.ma.array(right_step(*args), mask=True)

        assert "holds NaN" in answer_of("lab-1/step", my_step)

    def test_async_function_is_told_apart_without_a_warning(self, answer_of):
        async def my_step(x_t, y_prev, params):
            return right_step(x_t, y_prev, params)

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            said = answer_of("lab-1/step", my_step)
        assert "a coroutine" in said and "without async" in flat(said)

    @pytest.mark.parametrize("blank", [..., (..., 1), [...], {"a": ...}, np.array(...)])
    def test_blank_answers_are_not_attempted(self, blank, answer_of):
        assert ": not attempted." in answer_of("lab-1/step", lambda x, y, p: blank)
        assert ": not attempted." in answer_of("lab-1/by-hand", blank)
        assert ": not attempted." in answer_of("lab-1/step", blank)

    def test_values_that_are_missing(self, answer_of):
        assert "must hold 2 things" in answer_of("lab-1/by-hand", 0.585)
        assert "must hold 2 things" in answer_of("lab-1/by-hand", None)
        assert "given None." in flat(answer_of("lab-1/step", None))

    def test_expected_values_are_not_given_away(self, answer_of):
        said = answer_of("lab-1/by-hand", (0.1, 0.2))
        assert "0.585" not in said and "0.70" not in said


class Two(_exercise.NamedTuple):
    total: float
    largest: float


class TestAccepted:
    def test_tensor_like_results_are_read(self, answer_of):
        class Tensor:
            def __init__(self, a):
                self.a = a

            def __array__(self, dtype=None, copy=None):
                return self.a

        assert "passed" in answer_of("lab-1/step", lambda *args: Tensor(right_step(*args)))

    @pytest.mark.parametrize(
        "written",
        [
            functools.partial(right_step),
            type("Mine", (), {"step": lambda self, *args: right_step(*args)})().step,
            type("Mine", (), {"__call__": lambda self, *args: right_step(*args)})(),
            lambda *args, **options: right_step(*args, **options),
            lambda x_t, y_prev, params, more=0: right_step(x_t, y_prev, params) + more,
            lambda *args: right_step(*args).astype(object),
            lambda *args: np.ma.array(right_step(*args)),
            lambda *args: np.asfortranarray(right_step(*args)),
            lambda *args: right_step(*args).tolist(),
        ],
    )
    def test_function_written_another_way(self, written, answer_of):
        assert "passed" in answer_of("lab-1/step", written)

    def test_filled_np_empty(self, answer_of):
        def my_layer(X, params, Y_init):
            Y = np.empty((*X.shape[:2], len(params.b)))
            mask = np.empty_like(Y, dtype=bool)
            Y[:], mask[:] = right_layer(X, params, Y_init), True
            return np.where(mask, Y, 0)

        assert "passed" in answer_of("lab-1/layer", my_layer)

    def test_named_and_dict_results(self, toy, answer_of):
        toy({"mean": 1.0, "sd": 2.0})
        assert "passed" in answer_of("toy", {"sd": 2, "mean": 1})
        assert "sd is not right. Right already: mean." in answer_of("toy", dict(mean=1, sd=3))
        assert "must hold 2 things: mean, sd" in answer_of("toy", {"mean": 1})

    def test_nan_equals_nan(self, toy, answer_of):
        tripled = Mistake("tripled", lambda x: x * 3, "Three times.")
        toy(lambda x: x * 2, lambda rng: [(np.array([np.nan, 1.0]),), (np.ones(1),)], [tripled])
        assert "passed" in answer_of("toy", lambda x: x + x)
        assert "Three times." in answer_of("toy", lambda x: x + x + x)


@np.errstate(all="ignore")
def unfilled(X, params, Y_init, steps=lambda time: range(time), empty=np.empty):
    Y, Y_prev = empty((*X.shape[:2], len(params.b))), Y_init
    for t in steps(X.shape[1]):
        Y[:, t] = Y_prev = np.tanh(X[:, t] @ params.W_x + Y_prev @ params.W_y + params.b)
    return Y


def in_pieces(layer, X, length, starts):
    Y_init = None
    first = layer(X[:, :length])
    Y = np.empty((*X.shape[:2], first.shape[2]))
    for start in starts(X.shape[1], length):
        Y[:, start : start + length] = layer(X[:, start : start + length], Y_init)
        Y_init = Y[:, start : start + length][:, -1]
    return Y


class TestMemory:
    """An array that np.empty made holds what was in memory, right numbers perhaps."""

    @pytest.mark.parametrize(
        "steps",
        [
            lambda time: [],
            lambda time: range(time - 1),
            lambda time: range(1, time),
            lambda time: range(time - time % 2),
        ],
    )
    def test_unfilled_steps_are_refused_and_named(self, steps, answer_of):
        def my_layer(X, params, Y_init):
            return unfilled(X, params, Y_init, steps, np.empty)

        for _ in range(3):  # what the reference gave at first would lie in memory the second time
            assert "numbers that were never written" in flat(answer_of("lab-1/layer", my_layer))

    @pytest.mark.parametrize(
        "starts",
        [
            lambda time, length: range(0, time - time % length, length),
            lambda time, length: range(0, time - length, length),
        ],
    )
    def test_short_last_stretch_is_refused(self, starts, answer_of):
        def my_resume(layer, X, length):
            return in_pieces(layer, X, length, starts)

        assert "never written" in flat(answer_of("lab-1/resume", my_resume))

    @pytest.mark.parametrize("make", [np.empty, np.ndarray], ids=["imported", "constructor"])
    def test_memory_left_by_an_earlier_check_does_not_help(self, make, answer_of):
        def my_layer(X, params, Y_init, empty=make):  # not to be found under np.empty
            return unfilled(X, params, Y_init, lambda time: [], empty)

        for _ in range(5):
            answer_of("lab-1/layer", right_layer)
            assert ": not yet." in answer_of("lab-1/layer", my_layer)

    def test_several_results_in_a_list(self, toy, answer_of):
        toy(lambda x: Two(x, x[:1]), doubling)
        assert "passed" in answer_of("toy", lambda x: [x, x[:1]])
        assert "never written" in flat(answer_of("toy", lambda x: [x, np.empty(1)]))

    def test_unfilled_mask_is_refused(self, toy, answer_of):
        toy(lambda x: x > 0, lambda rng: [(np.arange(-3.0, n),) for n in (1, 2, 5)])

        def my_mask(x, value):
            mask = np.empty(x.shape, dtype=bool)
            mask[(x > 0) == value] = value
            return mask

        assert "not yet" in answer_of("toy", lambda x: my_mask(x, True))
        assert "not yet" in answer_of("toy", lambda x: my_mask(x, False))

    def test_answer_is_called_before_the_reference(self, toy, answer_of):
        order = []

        def reference(x):
            order.append("reference")
            return 2 * x

        def my_double(x):
            order.append("answer")
            return 2 * x

        toy(reference, doubling)
        answer_of("toy", my_double)
        assert order[:6] == ["answer"] * 3 + ["reference"] * 3

    @pytest.mark.parametrize("period", [2, 3, 4])
    def test_state_kept_between_calls(self, period, toy, answer_of):
        toy(lambda x: 2 * x, doubling)
        kept = [0]

        def my_double(x):
            kept[0] += 1
            return 2 * x + (kept[0] % period == 0)

        assert "when it is called again" in flat(answer_of("toy", my_double))

    def test_random_answer(self, answer_of):
        def my_step(x_t, y_prev, params):
            return right_step(x_t, y_prev, params) + np.random.default_rng().normal()

        assert "when it is called again" in flat(answer_of("lab-1/step", my_step))

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            (lambda rows, x: rows.append(x), "rows"),
            (lambda rows, x: rows.pop(), "rows"),
            (lambda rows, x: rows[0].fill(0), "rows[0]"),
            (lambda rows, x: rows.__setitem__(0, object()), "rows[0]"),
            (lambda rows, x: x.sort(), "x"),
        ],
    )
    def test_changed_arguments_are_named(self, change, name, toy, answer_of):
        rows = [np.array([3.0, 1.0]), np.array([2.0])]
        toy(lambda rows, x: x.sum(), lambda rng: [(rows, np.array([2.0, 1.0]))])

        def my_sum(rows, x):
            total = x.sum()
            change(rows, x)
            return total

        assert f"my_sum changes {name}" in flat(answer_of("toy", my_sum))
        assert rows[0][0] == 3.0 and len(rows) == 2


class TestTime:
    def test_endless_loop_is_stopped_at_its_line(self, short, answer_of):
        def my_step(x_t, y_prev, params):
            while True:
                x_t = x_t + 1

        said = answer_of("lab-1/step", my_step)
        assert "my_step did not come to an end within 0.1 seconds" in flat(said)
        assert "x_t = x_t + 1" in said or "while True:" in said
        assert said.startswith("lab-1/step: not yet.")

    def test_sleep_is_stopped(self, short, answer_of):
        said = answer_of("lab-1/step", lambda x_t, y_prev, params: time.sleep(60))
        assert "did not come to an end" in flat(said)

    @pytest.mark.parametrize("wait", [lambda: time.sleep(1), lambda: [][0], lambda: None])
    def test_bare_except_does_not_swallow_the_alarm(self, wait, short, answer_of):
        def my_step(x_t, y_prev, params):
            while True:
                try:
                    wait()
                except:  # noqa: E722
                    continue

        before = sys.gettrace()
        assert "did not come to an end" in flat(answer_of("lab-1/step", my_step))
        assert sys.gettrace() is before

    def test_all_calls_share_the_time(self, short, answer_of):
        def my_step(x_t, y_prev, params):
            time.sleep(0.03)
            return right_step(x_t, y_prev, params)

        assert "did not come to an end" in flat(answer_of("lab-1/step", my_step))

    def test_slow_answer_that_is_in_time_passes(self, monkeypatch, answer_of):
        monkeypatch.setattr(_calls, "SECONDS", 1)

        def my_step(x_t, y_prev, params):
            time.sleep(0.045)  # twice for every input would be too long
            return right_step(x_t, y_prev, params)

        assert "passed" in answer_of("lab-1/step", my_step)

    def test_result_that_takes_forever_to_read_is_stopped(self, short, answer_of):
        class Endless:
            def __array__(self, dtype=None, copy=None):
                while True:
                    pass

        assert "did not come to an end" in flat(answer_of("lab-1/step", lambda *a: Endless()))

    def test_timer_and_handler_of_others_are_put_back(self, answer_of):
        rang = []
        before = signal.signal(signal.SIGALRM, lambda *args: rang.append(args))
        try:
            signal.setitimer(signal.ITIMER_REAL, 30, 7)
            answer_of("lab-1/step", right_step)
            left, interval = signal.getitimer(signal.ITIMER_REAL)
            assert 25 < left < 30 and interval == 7
            os.kill(os.getpid(), signal.SIGALRM)
            assert len(rang) == 1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @pytest.mark.parametrize("platform", ["win32", "emscripten"])
    def test_check_works_where_there_is_no_alarm(self, platform, monkeypatch, answer_of):
        monkeypatch.setattr(sys, "platform", platform)
        for name in ("setitimer", "getsignal", "SIGALRM"):
            monkeypatch.delattr(signal, name)
        assert "passed" in answer_of("lab-1/step", right_step)

    def test_check_works_outside_the_main_thread(self):
        said = []
        run = threading.Thread(target=lambda: said.append(check("lab-1/step", right_step)))
        run.start()
        run.join()
        assert said[0].status == "passed"


class TestPrinting:
    def test_first_call_is_heard_and_no_other(self, capsys):
        def my_step(x_t, y_prev, params):
            print("shape", x_t.shape, end="")
            print("to stderr", file=sys.stderr)
            return right_step(x_t, y_prev, params)

        verdict = check("lab-1/step", my_step)
        said = capsys.readouterr()
        assert said.out == f"shape (1, 1)\n{verdict.text}\n"
        assert said.err == "to stderr\n"

    def test_first_call_that_prints_need_not_be_the_first(self, capsys):
        def my_step(x_t, y_prev, params):
            if len(x_t) > 1:
                print("rows", len(x_t))
            return right_step(x_t, y_prev, params)

        check("lab-1/step", my_step)
        assert capsys.readouterr().out.startswith("rows 2\nlab-1/step: passed.")

    def test_warning_of_the_answer_is_shown_once(self, capsys):
        def my_step(x_t, y_prev, params):
            warnings.warn("odd", stacklevel=1)
            return right_step(x_t, y_prev, params)

        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = _print_warning
            check("lab-1/step", my_step)
        assert capsys.readouterr().err.count("odd") == 1

    def test_endless_printing_is_cut(self, short, capsys):
        def my_step(x_t, y_prev, params):
            while True:
                print("x" * 1000)

        check("lab-1/step", my_step)
        assert len(capsys.readouterr().out) < 20_000

    def test_own_warnings_of_the_book_stay_silent(self, toy, capsys):
        toy(lambda x: 2 * x, doubling, [Mistake("log", lambda x: np.log(-abs(x)), "A log.")])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check("toy", lambda x: 3 * x)
        assert capsys.readouterr().err == ""


def _print_warning(message, *args, **options):
    print(message, file=sys.stderr)


class TestNotebook:
    def test_random_numbers_and_settings_are_left_alone(self, answer_of):
        def my_step(x_t, y_prev, params):
            np.random.seed(1)  # noqa: NPY002
            random.seed(1)
            np.seterr(all="raise")
            warnings.simplefilter("error")
            np.empty = None
            sys.stdout = None
            return right_step(x_t, y_prev, params)

        def state():
            filters = warnings.filters[:]
            return np.geterr(), random.getstate(), filters, np.empty, sys.stdout

        before, numpy_before = state(), np.random.get_state()[1].copy()  # noqa: NPY002
        assert "passed" in answer_of("lab-1/step", my_step)
        assert state() == before
        assert (np.random.get_state()[1] == numpy_before).all()  # noqa: NPY002

    def test_notebooks_numpy_errors_do_not_disturb_the_check(self, answer_of):
        with np.errstate(all="raise"):
            assert "passed" in answer_of("lab-1/step", right_step)
            assert "FloatingPointError" in answer_of("lab-1/step", lambda *a: np.log(np.zeros(2)))

    def test_arrays_taken_from_the_notebook(self, answer_of):
        namespace = {"np": np, "W_y": np.array([[0.5]]), "W_x": np.ones(2)}  # W_x is not used
        source = "def f(x_t, y_prev, params):\n    return np.tanh(x_t @ params.W_x + y_prev * W_y)"
        execute([source], namespace)
        assert "uses W_y from elsewhere" in flat(answer_of("lab-1/step", namespace["f"]))

    def test_verdict_is_returned_and_not_displayed(self, capsys):
        from IPython.core.formatters import DisplayFormatter

        verdict = check("lab-1/step", right_step)
        assert (verdict.exercise, verdict.status) == ("lab-1/step", "passed")
        assert capsys.readouterr().out == f"{verdict.text}\n"
        assert DisplayFormatter().format(verdict) == ({}, {})
        assert check("lab-1/step", ...).status == "not attempted"
        assert check("lab-1/step", lambda *a: 1).status == "not yet"

    def test_grading_raises_with_the_text(self, monkeypatch, capsys):
        monkeypatch.setenv("UNROLLED_GRADING", "1")
        assert check("lab-1/step", right_step).status == "passed"
        for answer, status in [(..., "not attempted"), (lambda *a: 1, "not yet")]:
            with pytest.raises(NotPassed, match=f"lab-1/step: {status}"):
                check("lab-1/step", answer)
        assert issubclass(NotPassed, AssertionError)
        monkeypatch.setenv("UNROLLED_GRADING", "0")
        assert check("lab-1/step", ...).status == "not attempted"

    def test_unknown_exercise_names_the_known_and_the_nearest(self):
        with pytest.raises(ValueError, match=r"lab-1/layer.*got 'lab-1/stepp'.*mean 'lab-1/step'"):
            check("lab-1/stepp", None)
        with pytest.raises(ValueError, match="exercise must be one of"):
            check([right_step], "lab-1/step")

    def test_import_is_light(self):
        code = (  # held against NumPy's import: machines differ, and so do their neighbours
            "import sys; from time import process_time as now; t = now(); import numpy;"
            "t = now() - t; start = now(); import unrolled.labs as labs; labs.exercises();"
            "ours = now() - start;"
            "assert not {'tensorflow', 'keras', 'matplotlib'} & set(sys.modules); print(ours / t)"
        )
        run = [sys.executable, "-c", code]
        ratio = subprocess.run(run, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        assert float(ratio) < 5

    def test_text_that_cannot_be_encoded(self):
        def my_step(x_t, y_prev, params):
            print("half a pair: \ud800")
            raise ValueError("half a pair: \ud800")

        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(out):
            check("lab-1/step", my_step)
        out.flush()
