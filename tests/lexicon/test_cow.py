"""Correlates of War: every number is of one state that we know, and few states have none."""

from sayso.lexicon.actors import NOT_STATES, countries
from sayso.lexicon.cow import state_numbers


def test_every_state_has_its_own_number() -> None:
    numbers = state_numbers()
    assert len(set(numbers.values())) == len(numbers)
    assert all(number.isdigit() and 2 <= int(number) <= 990 for number in numbers.values())
    assert countries() - numbers.keys() - NOT_STATES == {"ATA", "HKG", "PSE", "VAT"}
    assert numbers.keys() <= countries()
    known = {"USA": "2", "GBR": "200", "RUS": "365", "ZAF": "560", "IRN": "630", "CHN": "710", "AUS": "900", "WSM": "990"}
    assert {code: numbers[code] for code in known} == known
