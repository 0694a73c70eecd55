"""Importing unrolled: quick, without TensorFlow and matplotlib, and it sets TF's environment."""

import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import unrolled

HEAVY = {"training", "plots"}  # the modules that may bring Keras or matplotlib
LIGHT = sorted({module.name for module in pkgutil.iter_modules(unrolled.__path__)} - HEAVY)
VARIABLES = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "KERAS_BACKEND": "tensorflow",
}


def python(code, **variables):
    """Run code in a fresh interpreter that sees the same package; return what it prints."""
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    environment["PYTHONPATH"] = str(Path(unrolled.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | variables,
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stderr == ""
    return run.stdout.strip()


def test_import_takes_less_than_a_third_of_a_second():
    code = "import time; t = time.perf_counter(); import unrolled; print(time.perf_counter() - t)"
    assert min(float(python(code)) for _ in range(3)) < 0.3


def test_import_brings_no_library_at_all():
    code = "import sys, unrolled; print(*{name.split('.')[0] for name in sys.modules})"
    assert not {"numpy", "tensorflow", "keras", "matplotlib", "IPython"} & set(python(code).split())


@pytest.mark.parametrize("module", LIGHT)
def test_light_modules_bring_neither_tensorflow_nor_matplotlib(module):
    code = f"import sys, unrolled.{module}; print(*sys.modules)"
    loaded = set(python(code).split())
    assert f"unrolled.{module}" in loaded
    assert not {"tensorflow", "keras", "matplotlib", "pandas", "scipy"} & loaded


def test_the_named_modules_are_among_the_light_ones():
    assert {"layers", "series", "forecast", "labs", "glue", "palette"} <= set(LIGHT)


def test_plots_do_not_bring_tensorflow():
    loaded = python("import sys, unrolled.plots; print(*sys.modules)").split()
    assert "matplotlib" in loaded and not {"tensorflow", "keras"} & set(loaded)


def test_environment_is_set_for_tensorflow():
    code = f"import os, unrolled; print(*[os.environ[name] for name in {list(VARIABLES)}])"
    assert python(code).split() == list(VARIABLES.values())


def test_environment_of_the_user_wins():
    code = "import os, unrolled; print(os.environ['TF_CPP_MIN_LOG_LEVEL'])"
    assert python(code, TF_CPP_MIN_LOG_LEVEL="0") == "0"


def test_version_is_that_of_the_package():
    from importlib.metadata import version

    assert unrolled.__version__ == version("unrolled")
