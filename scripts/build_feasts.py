"""Build ``faleme/data/moon_feasts.csv``: the days of feasts that follow the moon.

    pip install hijridate==2.6.0 holidays==0.109
    python -m scripts.build_feasts

Islamic feasts: the Umm al-Qura calendar of Saudi Arabia (hijridate) and the day after it, since countries that look for
the moon themselves keep them a day later, often; Ramadan runs from its first day there to its last day elsewhere. The
others: the tables of the package holidays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta

from hijridate import Hijri  # type: ignore[import-not-found, unused-ignore]
from holidays.calendars.chinese import _ChineseLunisolar  # type: ignore[import-not-found, unused-ignore]
from holidays.calendars.hebrew import _HebrewLunisolar  # type: ignore[import-not-found, unused-ignore]
from holidays.calendars.hindu import _HinduLunisolar  # type: ignore[import-not-found, unused-ignore]

from faleme.reference.files import DATA

_FIRST, _LAST = 1950, 2050
_DAY = timedelta(days=1)
# Feast -> month and day of the Islamic year.
_ISLAMIC = {
    "islamic_new_year": (1, 1),
    "ashura": (1, 10),
    "mawlid": (3, 12),
    "eid_al_fitr": (10, 1),
    "eid_al_adha": (12, 10),
}
_PASSOVER_DAYS = 7


def feasts() -> Iterator[tuple[str, date, date]]:
    """Feast, its first and its last day."""
    for year in range(1369, 1474):
        for feast, (month, number) in _ISLAMIC.items():
            day = Hijri(year, month, number).to_gregorian()
            yield feast, day, day + _DAY
        yield "ramadan", Hijri(year, 9, 1).to_gregorian(), Hijri(year, 10, 1).to_gregorian()
    hebrew, hindu, chinese = _HebrewLunisolar(), _HinduLunisolar(), _ChineseLunisolar()
    for year in range(_FIRST, _LAST + 1):
        for feast, day, days in (
            ("diwali", hindu.diwali_india_date(year)[0], 1),
            ("lunar_new_year", chinese.lunar_new_year_date(year)[0], 1),
            ("passover", hebrew.passover_date(year), _PASSOVER_DAYS),
            ("rosh_hashanah", hebrew.rosh_hashanah_date(year), 1),
            ("yom_kippur", hebrew.yom_kippur_date(year), 1),
        ):
            if day is not None:
                yield feast, day, day + (days - 1) * _DAY


def main() -> None:
    """Write the table, sorted."""
    rows = sorted({row for row in feasts() if _FIRST <= row[1].year <= _LAST})
    with (DATA / "moon_feasts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("feast", "first_day", "last_day"))
        writer.writerows((feast, first.isoformat(), last.isoformat()) for feast, first, last in rows)


if __name__ == "__main__":
    main()
