"""What opens and closes agency copy."""

from __future__ import annotations

import pytest

from faleme.clean.datelines import closing_credit, dateline_end
from faleme.reference.outlets import load_outlets

CASES = [
    # paragraph                                                    dateline                          agency
    ("KAYES, Mali (AP) — Gunmen attacked a post.", "KAYES, Mali (AP) —", "AP"),
    ("BAMAKO (Reuters) - Gunmen attacked a post.", "BAMAKO (Reuters) -", "Reuters"),
    ("BAMAKO, March 3 (Xinhua) -- Gunmen attacked.", "BAMAKO, March 3 (Xinhua) --", "Xinhua"),
    ("Bamako, 3 March 2026 (AMAP) Gunmen attacked.", "Bamako, 3 March 2026 (AMAP)", "AMAP"),
    ("(MENAFN) Gunmen attacked a post.", "(MENAFN)", "MENAFN"),
    ("(ANSA) - BAMAKO, 3 MAR - Gunmen attacked.", "(ANSA) - BAMAKO, 3 MAR -", "ANSA"),
    ("BEIRUT (Agencies) - Gunmen attacked a post.", "BEIRUT (Agencies) -", "Agencies"),
    ("SURIN — Thailand launched airstrikes.", "SURIN —", None),
    ("Conakry, 18 August 2022. Two men were shot.", "Conakry, 18 August 2022.", None),
    ("DAR ES SALAAM, Tanzania (AP) _", "DAR ES SALAAM, Tanzania (AP) _", "AP"),
    ("(Lomé, May 7, 2025) – The authorities freed two men.", "(Lomé, May 7, 2025) –", None),
    ("Geneva/Dakar, 12 May 2025 – Two staff were freed.", "Geneva/Dakar, 12 May 2025 –", None),
    ("TAMALE, May 12 (Savanna News) - Gunmen attacked.", "TAMALE, May 12 (Savanna News) -", "Savanna News"),
    ("Lomé, 8 May (Agence Éclair) - Gunmen attacked.", "Lomé, 8 May (Agence Éclair) -", "Agence Éclair"),
    ("Tamale (Savanna News) - Gunmen attacked.", None, None),
    ("(Savanna News) - Gunmen attacked.", None, None),
    ("(Lomé, the capital) - two men were shot.", None, None),
    ("Prime Minister Ali Sow (RPM) said on Monday.", None, None),
    ("JNIM (also GSIM) attacked a post.", None, None),
    ("NATO — the alliance — met on Monday.", None, None),
    ("ADVICE: avoid gatherings.", None, None),
    ("In March 2021 the two signed an agreement.", None, None),
    ("THE GUERRILLAS - THE ARMY SAID - FLED.", None, None),
    ("(RODRIGUEZ) WE SHALL NOT LEAVE THE TALKS.", None, None),
]


@pytest.mark.parametrize(("text", "dateline", "agency"), CASES, ids=[text[:30] for text, *_ in CASES])
def test_dateline(text: str, dateline: str | None, agency: str | None) -> None:
    found = dateline_end(text, load_outlets())
    assert (text[: found[0]].rstrip() if found else None, found[1] if found else None) == (dateline, agency)


def test_a_place_in_ordinary_letters_opens_an_article_only() -> None:
    text = "Maiduguri — At least 17 insurgents were killed."
    assert dateline_end(text, load_outlets()) is None
    assert dateline_end(text, load_outlets(), opens=True) == (len("Maiduguri — "), None)


CREDITS = [
    ("(AFP)", "AFP"),
    ("— Xinhua", "Xinhua"),
    ("(Reporting by A. Diallo; Editing by B. Keita)", "Reuters"),
    ("© Agence France-Presse", "Agence France-Presse"),
    ("Avec AFP et Reuters", "AFP"),
    ("By Reuters", "Reuters"),
    ("By Awa Diallo", None),
    ("This article first appeared on Daily Trust.", ""),
    ("The army said so.", None),
    ("Editing by hand", ""),
    ("NAIROBI, Kenya (AP) _", None),
]


@pytest.mark.parametrize(("text", "agency"), CREDITS, ids=[text[:20] for text, _ in CREDITS])
def test_closing_credit(text: str, agency: str | None) -> None:
    assert closing_credit(text, load_outlets()) == agency
