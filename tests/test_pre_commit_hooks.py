"""The real pre-commit, with this checkout as the repository of its hooks.

The first test installs artlint with all that it needs into an environment of pre-commit's: that takes a minute.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import Ran, run
from tests.support.articles import CLEAN, FAULTY, FIXED

pytest.importorskip("pre_commit", reason="pip install artlint[dev] brings pre-commit")

pytestmark = pytest.mark.xdist_group("pre-commit")  # one worker installs the hooks

UNFIXABLE = CLEAN.replace("Nobody spoke.", "Before that, each of them wants to consult with the")


class Repository:
    """A git repository of articles whose hooks are artlint's."""

    def __init__(self, path: Path, hooks: tuple[str, str], environment: dict[str, str]) -> None:
        self.path, self._hooks, self._environment = path, hooks, environment
        path.mkdir()
        self._git("init", "--quiet")

    def call(self, *command: str, timeout: float = 60) -> Ran:
        return run(list(command), cwd=self.path, env=self._environment, timeout=timeout)

    def _git(self, *args: str) -> None:
        ran = self.call("git", *args)
        assert ran.code == 0, ran.err

    def hold(self, *entries: str, **articles: str) -> None:
        """Stage these articles, under a configuration with these hooks (`id` and any settings, as YAML)."""
        url, revision = self._hooks
        hooks = "".join(f"  - {{{entry}}}\n" for entry in entries)
        config = f"repos:\n- repo: {url}\n  rev: {revision}\n  hooks:\n{hooks}"
        (self.path / ".pre-commit-config.yaml").write_text(config)
        for name, text in articles.items():
            (self.path / f"{name}.txt").write_text(text)
        self._git("add", "--all")

    def hooks(self, *args: str) -> Ran:
        return self.call(sys.executable, "-m", "pre_commit", "run", "--color", "never", *args, timeout=600)


@pytest.fixture(scope="module")
def variables(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables for git and pre-commit, with a home for both that no other test knows."""
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text(
        "[user]\nname = A Tester\nemail = tester@example.org\n[init]\ndefaultBranch = main\n"
        "[core]\nautocrlf = false\n[safe]\ndirectory = *\n[commit]\ngpgsign = false\n"
    )
    return {
        **{k: v for k, v in environment.items() if k != "PYTHONPATH"},
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture(scope="module")
def hook_repository(
    root: Path, variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """(address, revision) of a repository with the working tree as it is now, whether committed or not."""
    copy = tmp_path_factory.mktemp("hooks") / "artlint"
    listed = run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, env=variables)
    assert listed.code == 0, listed.err
    for name in filter(None, listed.out.split("\0")):
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, copy / name)
    for command in (["init", "--quiet"], ["add", "--all", "--force"], ["commit", "--quiet", "-m", "as it stands"]):
        ran = run(["git", *command], cwd=copy, env=variables)
        assert ran.code == 0, ran.err
    yield str(copy), run(["git", "rev-parse", "HEAD"], cwd=copy, env=variables).out.strip()
    shutil.rmtree(variables["PRE_COMMIT_HOME"], ignore_errors=True)  # it is large


@pytest.fixture
def repository(tmp_path: Path, hook_repository: tuple[str, str], variables: dict[str, str]) -> Repository:
    return Repository(tmp_path / "articles", hook_repository, variables)


def diagnostics(ran: Ran) -> set[str]:
    return {line for line in ran.lines if ".txt:" in line}


def test_a_bad_article_is_stopped_and_a_good_one_passes(repository: Repository) -> None:
    repository.hold("id: artlint", one=FAULTY, two=CLEAN)
    ran = repository.hooks()
    assert ran.code == 1, ran.out + ran.err
    assert diagnostics(ran) == {"one.txt:3:12: ENC004 html-entity: [*] “&amp;” is an HTML entity, not a character"}
    repository.hold("id: artlint", one=CLEAN)
    ran = repository.hooks()
    assert ran.code == 0, ran.out + ran.err
    assert "Passed" in ran.out


def test_a_commit_is_stopped(repository: Repository) -> None:
    """The hook as it is installed into git, and not only `pre-commit run`."""
    repository.hold("id: artlint", one=FAULTY)
    assert repository.call(sys.executable, "-m", "pre_commit", "install").code == 0
    assert repository.call("git", "commit", "-m", "bad").code == 1
    repository.hold("id: artlint", one=CLEAN)
    assert repository.call("git", "commit", "-m", "good").code == 0


def test_the_fixing_hook(repository: Repository) -> None:
    """A hook that changes files fails, so that the author looks at the change; the next run passes."""
    repository.hold("id: artlint-fix", one=FAULTY, two=CLEAN)
    ran = repository.hooks()
    assert ran.code == 1, ran.out + ran.err
    assert "files were modified by this hook" in ran.out
    assert (repository.path / "one.txt").read_text() == FIXED
    repository.hold("id: artlint-fix")
    assert repository.hooks().code == 0


def test_the_fixing_hook_reports_what_is_left(repository: Repository) -> None:
    repository.hold("id: artlint-fix", one=UNFIXABLE)
    ran = repository.hooks()
    assert ran.code == 1
    assert "END001 truncated-ending" in ran.out
    assert (repository.path / "one.txt").read_text() == UNFIXABLE


def test_configuration_and_exclusion_hold(repository: Repository) -> None:
    """pre-commit names every file; those that the configuration excludes are left out all the same."""
    (repository.path / "artlint.yaml").write_text("exclude: [old*]\nignore: [END]\n")
    repository.hold("id: artlint", old=FAULTY, one=UNFIXABLE)
    ran = repository.hooks()
    assert ran.code == 0, ran.out
    repository.hold("id: artlint", one=FAULTY)
    assert len(diagnostics(repository.hooks())) == 1


def test_other_files_are_not_looked_at(repository: Repository) -> None:
    (repository.path / "page.html").write_text(FAULTY)
    (repository.path / "page.md").write_text(FAULTY.replace("&amp; the", "roadâ€™s"))
    repository.hold("id: artlint")
    ran = repository.hooks()
    assert "page.md:3:12" in ran.out
    assert "page.html" not in ran.out


@pytest.fixture
def crowd(seeds: Path) -> Callable[[Repository], dict[str, str]]:
    """So many articles that pre-commit would split them, with the seeds among them."""

    def articles(repository: Repository) -> dict[str, str]:
        texts = [FAULTY, CLEAN, UNFIXABLE, *(p.read_text(encoding="utf-8") for p in sorted(seeds.iterdir()))]
        return {f"{'long-name-' * 10}{n:03}": texts[n % len(texts)] for n in range(300)}

    return articles


def test_splitting_the_files_changes_nothing(
    repository: Repository, crowd: Callable[[Repository], dict[str, str]]
) -> None:
    (repository.path / "artlint.yaml").write_text('corpus: ["."]\n')  # for the rules that look across articles
    repository.hold("id: artlint", **crowd(repository))
    together = repository.hooks()
    repository.hold("id: artlint, require_serial: false")
    apart = repository.hooks()
    assert together.code == apart.code == 1
    assert len(diagnostics(together)) > 600
    assert diagnostics(together) == diagnostics(apart)
    # One process ends with one summary; that there are more of them shows that the files were split.
    assert together.out.count(" of 300 files.") == 1
    assert apart.out.count(" found in ") > 1
