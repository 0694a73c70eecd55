"""The project's page, run on files that it was not written for: only its one cell is changed."""

import re
import warnings

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")
import matplotlib.pyplot as plt

from lab_pages import ROOT, execute
from unrolled.own_series import MENDS
from unrolled.series import DATA

PAGE = (ROOT / "labs" / "project-your-own-series.md").read_text(encoding="utf-8")
CELL = re.compile(
    r"^```\{code-cell\} ipython3\n(?:---\n[\s\S]*?^---\n|(?::.*\n)*)([\s\S]*?)^```$", re.M
)
SOURCES = [match[1] for match in CELL.finditer(PAGE)]
AT = next(i for i, source in enumerate(SOURCES) if source.startswith("FILE = "))
EXAMPLES = [source for source in SOURCES if "except ValueError" in source]
QUICK = {"SEEDS": (0,), "EPOCHS": 1, "WINDOW": 8, "UNITS": 4}


def run(**settings):
    """Run the page with other settings; return what it leaves behind."""
    namespace = {"__name__": "page"}
    execute(SOURCES[: AT + 1], namespace)
    namespace |= QUICK | settings
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        execute((s for s in SOURCES[AT + 1 :] if s not in EXAMPLES), namespace)
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
    own, said = page["own"], capsys.readouterr().out
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
    told = capsys.readouterr().out
    for said in ("1 cell is -1000: missing", "no row for 3 of 420 steps", " cakes where that errs"):
        assert said in told


@pytest.mark.slow
def test_without_a_season_the_seasonal_forecast_is_left_out(tmp_path):
    rows = days(200, np.random.default_rng(1), decimal=".")
    page = run(FILE=written(tmp_path, rows), MEND=("day first",), **DAILY | {"SEASON": 1})
    assert list(page["forecasts"][0]) == ["naive", "least squares", "network"]


def test_a_short_file_is_told_what_to_do(tmp_path):
    rows = days(110, np.random.default_rng(0))
    with pytest.raises(ValueError, match="make WINDOW, SEASON and HORIZON together"):
        run(FILE=written(tmp_path, rows), MEND=("decimal comma", "day first"), **DAILY)


def test_the_page_names_every_choice():
    quoted = re.findall(r"^\| (`.*?) \|", PAGE, re.M)
    named = {choice for cell in quoted for choice in re.findall(r'`"(.*?)"`', cell)}
    for name in MENDS:
        pattern = re.sub("<.+>", ".+", re.escape(name))
        assert any(re.fullmatch(pattern, choice) for choice in named), name
    assert len(quoted) <= len(MENDS)
