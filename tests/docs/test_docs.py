"""What README.md and docs/ say is run here, so that it cannot go stale.

`python tests/docs/test_docs.py` renews the list of checks in docs/rules-of-your-own.md.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from artlint.checks.common import phrases
from artlint.ruleset import config, entries, rule_packs
from artlint.ruleset.documents.typed_schema import json_schema
from artlint.ruleset.plugins import builtin, registry

ROOT = Path(__file__).resolve().parents[2]  # this file is run as a program too
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r'^( *)```(\w+)(?: title="([^"]+)")?\n(.*?)^\1```$', re.M | re.S)


def blocks(page: Path, kind: str = "", title: str = "") -> Iterator[str]:
    """The fenced blocks of a page, as they would stand in a file."""
    for indent, language, name, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if language == kind and (not title or name == title):
            yield re.sub(f"(?m)^{indent}", "", body)


def numbered(page: Path, kind: str, title: str = "") -> list[Any]:
    return [pytest.param(b, id=f"{page.stem}-{i}") for i, b in enumerate(blocks(page, kind, title), 1)]


README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES = [p for page in PAGES for p in numbered(page, "yaml", "my-rules/page.yaml")]
CONFIGURATIONS = [p for page in PAGES for p in numbered(page, "yaml", "artlint.yaml")]
TOML = [p for page in PAGES for p in numbered(page, "toml", "pyproject.toml")]
PYTHON = numbered(ROOT / "README.md", "python") + numbered(ROOT / "docs" / "python.md", "python")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the examples speak of: rules, a configuration to extend, articles."""
    rules = tmp_path / "my-rules"
    rules.mkdir()
    rules.joinpath("page.yaml").write_text(next(blocks(ROOT / "README.md", "yaml", "my-rules/page.yaml")))
    tmp_path.joinpath("sources").mkdir()
    tmp_path.joinpath("shared.yaml").write_text("ignore: [STR]\n")
    tmp_path.joinpath("a.txt").write_text("The Dam Held\n\nNobody was hurt.\nTides by Jo Marsh\n")
    return tmp_path


def test_examples_are_found() -> None:
    assert (len(RULES), len(TOML)) == (2, 1)
    assert len(CONFIGURATIONS) >= 16
    assert len(PYTHON) >= 4


@pytest.mark.parametrize("text", RULES)
def test_rules_pass_their_examples(text: str, tmp_path: Path, artlint: Callable[..., Any]) -> None:
    tmp_path.joinpath("my-rules").mkdir()
    tmp_path.joinpath("my-rules", "page.yaml").write_text(text, encoding="utf-8")
    ran = artlint("test", "my-rules/")
    assert (ran.code, ran.err) == (0, ""), ran.out + ran.err


def test_rule_of_the_readme_has_ten_lines_and_runs(folder: Path, artlint: Callable[..., Any]) -> None:
    rule = folder.joinpath("my-rules", "page.yaml").read_text(encoding="utf-8")
    assert len(rule.splitlines()) == 10
    switch = [b for b in blocks(ROOT / "README.md", "yaml", "artlint.yaml") if "rule-paths" in b]
    folder.joinpath("artlint.yaml").write_text(switch[0], encoding="utf-8")
    ran = artlint("a.txt", cwd=folder)
    assert ran.code == 1
    assert ran.out.startswith("a.txt:4:1: OUR001 tide-times: “Tides by Jo Marsh” is from")


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_configurations_load(text: str, folder: Path, artlint: Callable[..., Any]) -> None:
    folder.joinpath("artlint.yaml").write_text(text, encoding="utf-8")
    settings = config.load(str(folder / "artlint.yaml"))
    for key in yaml.safe_load(text):
        if key != "extend":
            assert settings.origins[key.replace("-", "_")] == str(folder / "artlint.yaml")
    ran = artlint("a.txt", "--no-baseline", cwd=folder)
    assert ran.code in (0, 1), ran.err


@pytest.mark.parametrize("text", TOML)
def test_toml_configurations_load(text: str, folder: Path) -> None:
    folder.joinpath("pyproject.toml").write_text(text, encoding="utf-8")
    found = config.find(str(folder))
    assert found == str(folder / "pyproject.toml")
    assert config.load(found).names == ["Witkoff"]


def test_configuration_page_has_every_key() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    keys = {
        name.replace("_", "-") for name in (entries.CommonSettings.__annotations__ | entries.Config.__annotations__)
    }
    assert set(re.findall(r"^### ([a-z-]+)$", page, re.M)) == keys
    for key in keys:
        assert any(key in yaml.safe_load(b) for b in blocks(ROOT / "docs" / "configuration.md", "yaml", "artlint.yaml"))


def test_other_yaml_is_yaml() -> None:
    for page in PAGES:
        for text in blocks(page, "yaml"):
            yaml.safe_load(text)


def test_hooks_of_the_readme_exist() -> None:
    text = next(blocks(ROOT / "README.md", "yaml", ".pre-commit-config.yaml"))
    assert len(text.splitlines()) <= 6
    named = {hook["id"] for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]}
    offered = {h["id"] for h in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert named <= offered


@pytest.mark.parametrize("code", PYTHON)
def test_python_examples_run(code: str, tmp_path: Path) -> None:
    tmp_path.joinpath("artlint.yaml").write_text("names: [Witkoff]\n")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    if code in page and "prints\n\n```text\n" in page.split(code, 1)[1][:20]:
        assert f"prints\n\n```text\n{done.stdout}```" in page


def test_plugin_of_the_docs_works(folder: Path, artlint: Callable[..., Any]) -> None:
    site = folder / "site"
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    for _, _, name, body in FENCE.findall(page):
        if name.startswith("artlint_house/"):
            site.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
            site.joinpath(name).write_text(body, encoding="utf-8")
    info = site / "artlint_house-1.0.dist-info"
    info.mkdir()
    info.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: artlint-house\nVersion: 1.0\n")
    info.joinpath("entry_points.txt").write_text("[artlint]\nhouse = artlint_house\n")
    folder.joinpath("b.art").write_text("The Dam Held\n\nNOBODY WAS HURT, THE MAYOR SAID.\n")
    env = {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}"}
    ran = artlint("b.art", cwd=folder, env=env)
    assert ran.out == "b.art:3:1: HSE001 shouting: 100 % of the letters are capitals\n"
    assert artlint(".", "--output-format", "count", cwd=folder, env=env).out == "1\n"
    folder.joinpath("c.txt").write_text("The Dam Held\n\nThe mayor slept.\n")
    folder.joinpath("artlint.yaml").write_text("rule-paths: [own.yaml]\n")
    keys = "name: same-opening, code: OWN001, check: same-opening, summary: s, why: w"
    folder.joinpath("own.yaml").write_text(f'- {{{keys}, message: "as {{other}}"}}\n')
    assert artlint(".", "--select", "same-opening", cwd=folder, env=env).lines == [
        "b.art:1:1: OWN001 same-opening: as a.txt",
        "c.txt:1:1: OWN001 same-opening: as a.txt",
    ]
    assert re.search(r"HSE001 .* artlint-house 1\.0 ", artlint("rules", cwd=folder, env=env).out)


def test_output_in_the_readme_is_what_artlint_prints(artlint: Callable[..., Any]) -> None:
    ran = artlint("seeds/", cwd=ROOT)
    assert ran.code == 1
    assert f"```text\n{ran.out}{ran.err}```" in README


def test_picture_shows_what_artlint_prints() -> None:
    """Every line of text in the picture stands in the output, and the summary is the one of today."""
    svg = (ROOT / "docs" / "seeds.svg").read_text(encoding="utf-8")
    rows: dict[str, str] = {}
    for text, row in re.findall(r'<text [^>]*clip-path="url\(#seeds-line-(\d+)\)"[^>]*>([^<]*)</text>', svg):
        rows[text] = rows.get(text, "") + unescape(row).replace("\u00a0", " ").rstrip("\n")
    command = [sys.executable, "-m", "artlint", "seeds/", "--isolated", "--output-format", "full"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    printed = {"".join(line.split()) for line in (done.stdout + done.stderr).splitlines()}
    shown = ["".join(row.split()) for row in rows.values()]
    assert len(shown) > 20
    assert [r for r in shown if r and not r.startswith(("$", "…")) and r not in printed] == []
    assert shown[-1] == "".join(done.stderr.splitlines()[-1].split())
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_commands_of_the_readme_exist(artlint: Callable[..., Any], articles: Path) -> None:
    listed = re.findall(r"^artlint articles/(.*?) +#", README, re.M)
    assert len(listed) == 4
    for options in listed:
        assert artlint(articles, *options.split()).code in (0, 1)
    assert artlint("rules").code == 0
    assert artlint("rule", "related-links").code == 0
    assert {line[:3] for line in artlint("rule", "DUP").lines} == {"DUP"}


def test_output_formats_of_the_readme_are_those_there_are() -> None:
    table = README.split("## Output formats")[1].split("\n## ")[0]
    named = {n for row in re.findall(r"^\| (`.*?) \|", table, re.M) for n in re.findall(r"`([a-z-]+)`", row)}
    assert named == set(builtin.artlint_reporters())


def test_links_inside_the_docs_lead_somewhere() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+)\)", text):
            if "://" in target:
                continue
            path, _, anchor = target.partition("#")
            full = page if not path else (page.parent / path).resolve()
            assert full.exists(), f"{page.name}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.*)$", full.read_text(encoding="utf-8"), re.M)
                slugs = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}
                assert anchor in slugs, f"{page.name}: {target}"


def test_files_that_are_named_exist() -> None:
    for page in (*PAGES, ROOT / "benchmarks" / "quality" / "README.md", ROOT / "NOTICE"):
        for path in re.findall(r"(?:^|[ `])(artlint/[\w/]+(?:\.\w+|/))", page.read_text(encoding="utf-8"), re.M):
            assert (ROOT / path).exists(), f"{page.name}: {path}"


def test_ci_runs_the_readmes_test_command() -> None:
    second = re.findall(r"^python3 -m venv .*pytest.*$", README, re.M)
    assert len(second) == 1
    command = second[0].rsplit("/", 1)[1]
    assert command == "python -m pytest -n 2"
    assert re.search(rf"^{re.escape(command)}( \|\||$)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.M)


def test_rule_pages_are_current(tmp_path: Path, artlint: Callable[..., Any]) -> None:
    assert artlint("rules", "--write-pages", tmp_path / "pages", cwd=ROOT).code == 0
    made = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "pages").iterdir()}
    kept = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "rules").iterdir()}
    assert kept == made, "run: artlint rules --write-pages docs/rules"


def test_every_rule_has_a_page() -> None:
    names = {r.name for r in rule_packs.load() if r.origin == "artlint"}
    assert {p.stem for p in (ROOT / "docs" / "rules").glob("*.md")} - {"README"} == names


def test_list_of_checks_is_current() -> None:
    page = (ROOT / "docs" / "rules-of-your-own.md").read_text(encoding="utf-8")
    assert page == with_checks(page), "run: python tests/docs/test_docs.py"
    assert all(f"`{{{name}}}`" in page for name in phrases.PLACEHOLDERS)


def test_keys_of_rules_are_all_described() -> None:
    page = (ROOT / "docs" / "rules-of-your-own.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([a-z]+)` \|", page.split("## The keys of a rule")[1].split("\n## ")[0], re.M))
    assert described == set(entries.RuleEntry.__annotations__)


BEGIN = "<!-- made from artlint/checks by “python tests/docs/test_docs.py” -->\n"
END = "<!-- end -->"


def with_checks(page: str) -> str:
    """The page with the list of checks as the code has them now."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + "\n" + "".join(map(check_text, builtin.artlint_checks())) + END + rest.split(END, 1)[1]


def check_text(name: str) -> str:
    if name == "engine":
        return ""
    cls = registry.check_class(name)
    (shape,), definitions = json_schema(cls.Options)
    if "$ref" in shape:
        shape = definitions[shape["$ref"].rsplit("/", 1)[-1]]
    summary = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
    users = [r.name for r in rule_packs.load() if r.check == name]
    used = ", ".join(f"[{u}](rules/{u}.md)" for u in users[:3]) or "no rule of artlint's own"
    more = f" and {len(users) - 3} more" if len(users) > 3 else ""
    parts = [f"### {name}\n\n{summary} Used by {used}{more}.\n\n"]
    rows = [option_text(k, v, k in shape.get("required", ())) for k, v in shape.get("properties", {}).items()]
    parts.append("Options:\n\n" + "".join(rows) + "\n" if rows else "No options.\n\n")
    fills = [f"`{{{k}}}` ({v})" for k, v in cls.args.items()]
    if name == "pattern":
        fills.append("each named group of a pattern")
    parts.append(f"Placeholders: {', '.join([*fills, '`{text}`'])}.\n\n")
    return "".join(parts)


def option_text(key: str, shape: dict[str, Any], required: bool) -> str:
    shown = "required" if required else "optional"
    if shape.get("default") is not None:
        shown = "default `" + yaml.safe_dump(shape["default"], default_flow_style=True).split("\n")[0] + "`"
    return f"- `{key}` ({kind_text(shape)}; {shown}): {shape.get('description', '')}.\n"


def kind_text(shape: dict[str, Any]) -> str:
    if "anyOf" in shape:
        return " or ".join(kind_text(s) for s in shape["anyOf"] if s.get("type") != "null")
    if "enum" in shape:
        return " or ".join(f"`{v}`" for v in shape["enum"] if v is not None)
    bounds = [
        f"{word} {shape[key]:g}"
        for key, word in (("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"))
        if key in shape
    ]
    if "$ref" in shape:
        return "mapping"
    kind = shape.get("type", "anything")
    if kind == "array":
        return f"list of {kind_text(shape['items'])}"
    if kind == "object":
        return f"mapping of name to {kind_text(shape['additionalProperties'])}"
    word = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}[kind]
    return " ".join([word, *bounds])


if __name__ == "__main__":
    target = ROOT / "docs" / "rules-of-your-own.md"
    target.write_text(with_checks(target.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
