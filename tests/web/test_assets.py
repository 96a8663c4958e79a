"""What stands under ``/static`` is what the manifest says, and what the sources in frontend/ make."""

from __future__ import annotations

import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from faleme.web.assets import STATIC, asset, assets

FRONTEND = Path(__file__).parents[2] / "frontend"
# Words that would make the page ask another machine, or need a looser policy.
ADDRESS = re.compile(r"url\(\s*['\"]?(?:https?:|data:|//)|@import")


def test_every_file_is_as_the_manifest_says() -> None:
    for name, each in assets().items():
        held = (STATIC / each.file).read_bytes()
        assert (len(held), sha256(held).hexdigest()) == (each.size, each.sha256), name
        assert each.sha256[:10] in each.file, "the name of a file changes with what it holds"


def test_nothing_else_lies_there() -> None:
    texts = {part.licence_text for each in assets().values() for part in each.made_by_others}
    known = {each.file for each in assets().values()} | texts | {"MANIFEST.toml"}
    assert {path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()} == known


def test_what_others_made_has_its_licence() -> None:
    for name, each in assets().items():
        if each.file.startswith("vendor/"):
            assert each.made_by_others, name
        for part in each.made_by_others:
            assert (STATIC / part.licence_text).stat().st_size > 200, part.name
    assert {part.name for part in assets()["app.js"].made_by_others} == {"htmx.org"}
    assert {part.licence for part in assets()["source-serif-4-latin.woff2"].made_by_others} == {"OFL-1.1"}


def test_styles_load_nothing_from_elsewhere() -> None:
    for name in ("desk.css", "map.css"):
        styles = (STATIC / assets()[name].file).read_text(encoding="utf-8")
        assert not ADDRESS.search(styles), name
    fonts = re.findall(r"url\(\.\./(vendor/[^)]+)\)", (STATIC / assets()["desk.css"].file).read_text(encoding="utf-8"))
    assert sorted(fonts) == sorted(each.file for name, each in assets().items() if name.endswith(".woff2"))


def test_an_address_has_the_hash() -> None:
    assert re.fullmatch(r"/static/app/desk\.[0-9a-f]{10}\.css", asset("desk.css"))


@pytest.mark.parametrize("step", ["basemap", "build"])
def test_sources_make_these_files(step: str, tmp_path: Path) -> None:
    if shutil.which("node") is None or not (FRONTEND / "node_modules").is_dir():
        pytest.skip("needs node, and `npm ci --ignore-scripts` in frontend/")
    if step == "basemap":
        made = tmp_path / "basemap.topo.json"
        _node("basemap.mjs", made)
        assert made.read_bytes() == (FRONTEND / "src/basemap.topo.json").read_bytes()
        return
    _node("build.mjs", tmp_path)
    assert _hashes(tmp_path) == _hashes(STATIC), "run `node build.mjs` in frontend/ and commit faleme/web/static"


def _node(script: str, where: Path) -> None:
    subprocess.run(["node", script, str(where)], cwd=FRONTEND, check=True, timeout=120)


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
