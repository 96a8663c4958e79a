"""Typefaces for a brief as PDF, from those of the desk (frontend/node_modules): one weight each, latin and latin-ext in
one file, since PDF has no use for variable or divided ones.

    (cd frontend && npm ci --ignore-scripts) && python -m scripts.build_pdf_fonts

Needs fonttools and brotli. The faces are Adobe's, OFL-1.1; they are renamed, as its third clause asks.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path("frontend/node_modules/@fontsource-variable")
TARGET = Path("faleme/desk/fonts")
WANTED = (
    ("FalemeSans", "source-sans-3", 400),
    ("FalemeSans-Bold", "source-sans-3", 700),
    ("FalemeSerif", "source-serif-4", 400),
)
_LETTERS = range(0x20, 0x250)
_SIGNS = (*range(0x1E00, 0x1F00), *range(0x2010, 0x2028), 0x2022, 0x2026, 0x2032, 0x2192, 0x20AC)


def main() -> None:
    """Write them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, family, weight in WANTED:
        with tempfile.TemporaryDirectory() as folder:
            parts = []
            for part in ("latin", "latin-ext"):
                font = TTFont(FONTS / family / "files" / f"{family}-{part}-wght-normal.woff2")
                font.flavor = None
                instantiateVariableFont(font, {"wght": weight}, inplace=True)
                options = Options()
                options.layout_features = ["kern"]
                options.hinting = False
                cutter = Subsetter(options)
                cutter.populate(unicodes=[*_LETTERS, *_SIGNS])
                cutter.subset(font)
                for table in ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "MVAR", "HVAR"):
                    if table in font:
                        del font[table]
                path = Path(folder) / f"{part}.ttf"
                font.save(path)
                parts.append(str(path))
            whole = Merger().merge(parts)
            for record in whole["name"].names:
                if record.nameID in (1, 3, 4, 6, 16):
                    whole["name"].setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
            whole.save(TARGET / f"{name}.ttf")
            print(f"{name}: {(TARGET / f'{name}.ttf').stat().st_size:,} bytes, {len(whole.getBestCmap())} letters")


if __name__ == "__main__":
    main()
