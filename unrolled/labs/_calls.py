"""Call a learner's function so that nothing it does disturbs the check or the notebook."""

import contextlib
import copy
import io
import random
import signal
import sys
import threading
import time
import warnings

import numpy as np

from unrolled.labs._answers import changed, leaves
from unrolled.labs._results import Outcome, TimeUp, failure, freeze

SECONDS = 10  # for all calls of one check, which need milliseconds
AGAIN = 0.1  # the alarm rings until it is heard
HEARD = 10_000  # characters of printing that are passed on
HERE = (lambda: None).__code__.co_filename  # the check itself is not stopped


class Alarm:
    """Raise `TimeUp` in the code under ``with`` when its seconds are spent, all uses together.

    It needs the alarm signal of POSIX systems and the main thread. Elsewhere, on Windows and in
    the browser, there is no limit: an endless loop runs until it is interrupted.
    """

    def __init__(self, seconds):
        self.left, self.on, self.rang = seconds, False, False

    def __enter__(self):
        self.started, self.trace = time.monotonic(), sys.gettrace()
        self.set = _has_alarm()
        if self.set:
            self.handler = signal.signal(signal.SIGALRM, self.ring)
            self.timer = signal.setitimer(signal.ITIMER_REAL, max(self.left, 1e-3), AGAIN)
        self.on = True

    def ring(self, signum, frame):
        if not self.on or frame.f_code.co_filename == HERE:
            return
        while frame and frame.f_code.co_filename != HERE:
            frame.f_trace, frame = _stop, frame.f_back
        self.rang = True
        sys.settrace(_stop)
        raise TimeUp

    def off(self):
        self.on = False
        if self.rang:
            sys.settrace(self.trace)

    def __exit__(self, *error):
        self.off()
        spent = time.monotonic() - self.started
        self.left -= spent
        if self.set:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.handler)
            left, interval = self.timer
            if left:  # somebody else's, such as a test runner's
                signal.setitimer(signal.ITIMER_REAL, max(left - spent, 1e-3), interval)


def _stop(frame, event, arg):
    """Stop at the next line too, which is the learner's own where a bare except took the first."""
    if frame.f_code.co_filename == HERE:
        return None
    if event == "line":
        raise TimeUp
    return _stop


def _has_alarm():
    """Tell whether an alarm can be set here, and what it replaces can be put back."""
    if sys.platform in ("win32", "emscripten"):
        return False
    main = threading.current_thread() is threading.main_thread()
    return main and signal.getsignal(signal.SIGALRM) is not None


class Ear(io.StringIO):
    """Keeps the beginning of what is written, and cannot be closed."""

    def write(self, text):
        return super().write(text) if self.tell() < HEARD else len(text)

    def close(self):
        pass


class Calls:
    """The calls of one answer: under one time limit, and heard once."""

    def __init__(self, answer):
        self.answer, self.seconds, self.alarm = answer, SECONDS, Alarm(SECONDS)
        self.numpy_errors, self.said = np.geterr(), ("", "")

    def __call__(self, args, filling=0):
        """Call the answer with a copy of `args`; a value that is no function answers for itself."""
        given = copy.deepcopy(args)
        try:
            with self._heard(), np.errstate(**self.numpy_errors), _filled(filling), self.alarm:
                return self._outcome(args, given)
        except TimeUp as error:  # while its own error was being read
            return Outcome(error=failure(error))

    def through(self, trials):
        """Call the answer on every trial, until the time is spent."""
        outcomes = []
        for args in trials:
            outcomes.append(self(args))
            if is_late(outcomes[-1]):
                break
        return outcomes

    def name(self):
        """Return the name of the function, which is not always there, nor always a text."""
        name = Calls(lambda: self.answer.__name__)({}).value
        return name if isinstance(name, str) else "your function"

    def _outcome(self, args, given):
        try:
            value = self.answer(*given.values()) if callable(self.answer) else self.answer
            return Outcome(freeze(value), changed=changed(args, freeze(given)))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # sys.exit() too
            if type(error) is TimeUp:
                self.alarm.off()
            return Outcome(error=failure(error))

    def again(self, args, first):
        """Call once more, after the memory that `first` may have come from was spoiled."""
        for _, part in leaves(first.value):
            if isinstance(part, np.ndarray):
                spoiled = [np.full_like(part, _never(part.dtype, 0)) for _ in range(32)]
                del spoiled
        return self(args, filling=1)

    @contextlib.contextmanager
    def _heard(self):
        ears = Ear(), Ear()
        with contextlib.redirect_stdout(ears[0]), contextlib.redirect_stderr(ears[1]):
            with warnings.catch_warnings():
                yield
        if not any(self.said):
            self.said = tuple(ear.getvalue() for ear in ears)

    def repeat(self):
        """Pass on what the first call that printed anything printed."""
        for stream, said in zip((sys.stdout, sys.stderr), self.said, strict=True):
            if said:
                stream.write(printable(said if said.endswith("\n") else f"{said}\n"))


def is_late(outcome):
    """Tell whether a call was stopped because the time was spent."""
    return outcome.error is not None and outcome.error.kind is TimeUp


def printable(text):
    """Return `text` without what cannot be encoded, such as half a surrogate pair."""
    return text.encode(errors="replace").decode()


def _never(dtype, filling):
    """Return a value that no right answer holds; another one for the other filling."""
    match dtype.kind:
        case "f" | "c":
            return (np.nan, 1e9)[filling]
        case "i" | "u":
            return np.iinfo(dtype).max // (1, 3)[filling]  # different as floats, too
        case "b":
            return not filling
        case "M":
            units = (np.iinfo(np.int64).min, -(10**5))[filling]  # NaT, and a day long ago
            return np.array(units).view(dtype)[()]
    return None


@contextlib.contextmanager
def _filled(filling):
    """Let np.empty fill its arrays, lest they hold right numbers left over in memory."""

    def filled(make):
        def made(*args, **options):
            array = make(*args, **options)
            value = _never(array.dtype, filling)
            if value is not None:
                array.fill(value)
            return array

        return made

    makers = {name: getattr(np, name) for name in ("empty", "empty_like")}
    try:
        for name, make in makers.items():
            setattr(np, name, filled(make))
        yield
    finally:
        for name, make in makers.items():
            setattr(np, name, make)


def tried(function, args):
    """Call a function of the book's own, in silence."""
    try:
        given = copy.deepcopy(args)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Outcome(function(*given.values()) if callable(function) else function)
    except Exception as error:
        return Outcome(error=failure(error))


@contextlib.contextmanager
def undisturbed():
    """Leave the notebook's random numbers and NumPy's settings as they were."""
    state, numpy_state = random.getstate(), np.random.get_state(legacy=False)  # noqa: NPY002
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        random.setstate(state)
        np.random.set_state(numpy_state)  # noqa: NPY002
