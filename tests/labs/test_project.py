"""The project's page, run on files that it was not written for: only its one cell is changed."""

import re
import warnings

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from lab_pages import ROOT, execute, flat
from unrolled._csv_values import MISSING
from unrolled.own_series import MENDS
from unrolled.series import DATA

PAGE = (ROOT / "labs" / "project-your-own-series.md").read_text(encoding="utf-8")
CELL = re.compile(
    r"^```\{code-cell\} ipython3\n(?:---\n[\s\S]*?^---\n|(?::.*\n)*)([\s\S]*?)^```$", re.M
)
SOURCES = [match[1] for match in CELL.finditer(PAGE)]
AT = next(i for i, source in enumerate(SOURCES) if source.startswith("FILE = "))
QUICK = {"SEEDS": (0,), "EPOCHS": 1, "WINDOW": 8, "UNITS": 4}


def run(**settings):
    """Run the page with other settings; return what it leaves behind."""
    namespace = {"__name__": "page"}
    execute(SOURCES[: AT + 1], namespace)
    namespace |= QUICK | settings
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        execute(SOURCES[AT + 1 :], namespace)
    plt.close("all")
    return namespace


STEPS = {
    "traffic": ("i94_traffic_hourly.csv.gz", "time", "volume", (1, "h"), 168, 24),
    "air": ("beijing_pm25_6h.csv.gz", "time", "pm25", (6, "h"), 4, 4),
    "airports": ("nyc_weather_2013_hourly.csv.gz", "time_utc", "jfk_temp_c", (1, "h"), 24, 12),
    "co2": ("co2_mauna_loa_weekly.csv", "date", "co2", (7, "D"), 52, 8),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_the_packaged_series_go_through_unmended(name, capsys):
    file, time, value, step, season, horizon = STEPS[name]
    page = run(FILE=DATA / file, TIME=time, VALUE=value, UNIT="units", MEND=(), SEASON=season,
               STEP=np.timedelta64(*step), HORIZON=horizon)  # fmt: skip
    own, said = page["own"], flat(capsys.readouterr().out)
    assert np.isfinite(page["coming"]).all() and np.isfinite(page["half"]).all()
    assert len(page["dates"]) == horizon and page["dates"][0] - own.time[-1] == page["STEP"]
    assert page["result"].sentence in said and f"= {len(own.time):,} on the grid" in said
    errors = page["forecasts"][1]
    assert page["simple"] in errors and (page["simple"] != "naive" or name == "air")


def written(folder, rows, names="day;sales"):
    path = folder / "own.csv"
    path.write_text("\n".join([names, *rows]) + "\n", encoding="utf-8")
    return path


def days(n, rng, decimal=","):
    time = np.arange("2019-01-01", "2030-01-01", dtype="datetime64[D]")[:n]
    values = 50 + 20 * np.sin(2 * np.pi * np.arange(n) / 7) + 3 * rng.normal(size=n)
    shown = [f"{value:.1f}".replace(".", decimal) for value in values]
    return [f"{t.item():%d.%m.%Y};{v}" for t, v in zip(time, shown, strict=True)]


DAILY = {"TIME": "day", "VALUE": "sales", "UNIT": "cakes", "STEP": np.timedelta64(1, "D"),
         "SEASON": 7, "HORIZON": 3}  # fmt: skip


@pytest.mark.slow
def test_a_shop_with_decimal_commas_days_first_and_a_code(tmp_path, capsys):
    rows = days(420, np.random.default_rng(0))
    rows[60] = rows[60].split(";")[0] + ";-1000"
    rows = rows[:100] + rows[103:] + [rows[-1]]
    mend = ("decimal comma", "day first", "-1000 is missing", "equal rows once",
            "absent rows are gaps")  # fmt: skip
    saved = tmp_path / "ahead.csv"
    page = run(FILE=written(tmp_path, rows), MEND=mend, SAVE_AS=saved, **DAILY)
    assert np.isnan(page["own"].values).sum() == 4
    assert saved.read_text().splitlines()[1].startswith("2020-02-25,")  # 420 days later
    assert page["simple"] in ("seasonal naive", "least squares")
    told = flat(capsys.readouterr().out)
    for said in ("1 cell is -1000: missing", "no row for 3 of 420 steps", " cakes where that errs"):
        assert said in told
    assert "FILE is another one: see the book for this example" in told and "temp (K)" not in told
    held = page["shares"][page["method"]]
    heading = saved.read_text().splitlines()[0]
    assert (
        heading.startswith("time,") and f"low (90 % meant and {100 * held:.0f} % held)" in heading
    )


@pytest.mark.slow
def test_without_a_season_the_seasonal_forecast_is_left_out(tmp_path):
    rows = days(200, np.random.default_rng(1), decimal=".")
    page = run(FILE=written(tmp_path, rows), MEND=("day first",), **DAILY | {"SEASON": 1})
    assert list(page["forecasts"][0]) == ["naive", "least squares", "network"]


def test_a_short_file_is_told_what_to_do(tmp_path):
    rows = days(110, np.random.default_rng(0))
    with pytest.raises(ValueError, match="make WINDOW, SEASON and HORIZON together"):
        run(FILE=written(tmp_path, rows), MEND=("decimal comma", "day first"), **DAILY)


MONTHLY = {"TIME": "day", "VALUE": "sales", "UNIT": "cakes", "STEP": np.timedelta64(1, "M"),
           "SEASON": 12}  # fmt: skip


def months(rng, n=144):
    time = np.arange("2008-01", "2030-01", dtype="M8[M]")[:n]
    values = 500 + 90 * np.sin(2 * np.pi * np.arange(n) / 12) + 9 * rng.normal(size=n)
    return [f"{t}-01;{v:.1f}" for t, v in zip(time, values, strict=True)]


@pytest.mark.slow
def test_a_dozen_years_of_months_are_told_how_to_go_through_and_do(tmp_path, capsys):
    file = written(tmp_path, months(np.random.default_rng(2)))
    with pytest.raises(ValueError, match="together 6 steps shorter, or the file 6 rows longer"):
        run(FILE=file, MEND=(), WINDOW=24, HORIZON=12, **MONTHLY)
    page = run(FILE=file, MEND=(), WINDOW=18, HORIZON=12, **MONTHLY)
    assert page["result"].word == "not enough" and page["method"] == page["simple"]
    assert "1 block of 12 steps is too few" in flat(capsys.readouterr().out)
    page = run(FILE=file, MEND=(), WINDOW=6, HORIZON=2, **MONTHLY)
    assert "roughly, as 12 blocks are few" in page["result"].sentence


@pytest.mark.slow
def test_utc_a_wrong_season_and_a_bound_below_zero_are_spoken_of(tmp_path, capsys):
    rng = np.random.default_rng(3)
    time = np.arange("2020-01-01", "2020-02-10", np.timedelta64(1, "h"), "M8[h]")
    values = np.abs(np.cumsum(rng.normal(size=len(time))))
    rows = [f"{t}:00+01:00;{v:.2f}" for t, v in zip(time, values, strict=True)]
    settings = DAILY | {"STEP": np.timedelta64(1, "h"), "SEASON": 168}
    page = run(FILE=written(tmp_path, rows), MEND=("stamps to UTC",), **settings)
    told = flat(capsys.readouterr().out)
    for said in (
        "The file holds 5.7 seasons of 168 steps, and 10 are wanted",
        "less than that of a season ago: try SEASON = 1",
        "time (UTC),", "times are UTC, and not those of the clock",
    ):  # fmt: skip
        assert said in told
    below = (page["coming"] - page["half"]).min() < 0
    assert ("a lower bound is below 0, where no value ever was" in told) == below
    with pytest.raises(ValueError):
        run(FILE=written(tmp_path, rows), MEND=("stamps to UTC",), **settings | {"SEASON": 955})
    assert "holds 1.0 seasons of 955 steps" in flat(capsys.readouterr().out)


def test_the_page_names_what_is_missing_by_itself():
    (listed,) = re.findall(r"the words (.*?), are missing without being asked", PAGE)
    words = {word.lower() for word in re.split(", | and ", listed)}
    assert words == set(MISSING) - {""}


def test_the_page_names_every_choice():
    quoted = re.findall(r"^\| (`.*?) \|", PAGE, re.M)
    named = {choice for cell in quoted for choice in re.findall(r'`"(.*?)"`', cell)}
    for name in MENDS:
        pattern = re.sub("<.+>", ".+", re.escape(name))
        assert any(re.fullmatch(pattern, choice) for choice in named), name
    assert len(quoted) <= len(MENDS)
