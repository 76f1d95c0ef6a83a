"""The language server, spoken to by Neovim."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server takes artlint[lsp]")

from artlint import Linter
from artlint.text.position import Positions

NEOVIM = """
local out = {}
local path = os.getenv("ARTICLE")
vim.cmd("edit " .. vim.fn.fnameescape(path))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "artlint", cmd = { os.getenv("PYTHON"), "-m", "artlint", "lsp" }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(buffer, id)
vim.bo[buffer].filetype = "text"
local function wait(test) return vim.wait(20000, test, 20) end
assert(wait(function() return #vim.diagnostic.get(buffer) > 0 end), "no diagnostics")
out.first = {}
for _, d in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(out.first, { d.lnum, d.col, d.end_lnum, d.end_col, d.code, d.severity })
end
local wanted = os.getenv("CODE")
local one
for _, d in ipairs(vim.diagnostic.get(buffer)) do if d.code == wanted then one = d end end
local params = {
  textDocument = vim.lsp.util.make_text_document_params(buffer),
  range = one.user_data.lsp and { start = { line = one.lnum, character = 0 }, ["end"] = { line = one.end_lnum, character = 0 } },
  context = { diagnostics = {} },
}
params.range = { start = { line = one.lnum, character = 0 }, ["end"] = { line = one.lnum, character = 1 } }
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 10000)
local applied
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result) do
    if action.edit and not applied and action.diagnostics[1].code == wanted then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      applied = action.title
    end
  end
end
out.applied = applied
out.lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
assert(wait(function()
  for _, d in ipairs(vim.diagnostic.get(buffer)) do if d.code == wanted then return false end end
  return true
end), "the diagnostic stayed")
out.left = #vim.diagnostic.get(buffer)
local file = io.open(os.getenv("OUT"), "w")
file:write(vim.json.encode(out))
file:close()
vim.cmd("qa!")
"""


@pytest.mark.skipif(not shutil.which("nvim"), reason="there is no Neovim (nvim) here")
def test_neovim_shows_a_seed_and_fixes_it(tmp_path: Path, articles: Path, environment: dict[str, str]) -> None:
    """Its diagnostics stand where artlint's do, and a code action leaves the buffer as the fix does."""
    path = sorted(articles.glob("*.txt"))[0]
    text = path.read_text(encoding="utf-8")
    found = Linter.from_config().lint_text(text, str(path))
    fixable = next(d for d in found if d.fix)
    script, out = tmp_path / "try.lua", tmp_path / "out.json"
    script.write_text(NEOVIM, encoding="utf-8")
    told = {
        "ARTICLE": str(path),
        "CODE": fixable.code,
        "OUT": str(out),
        "PYTHON": sys.executable,
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}", "-c", "cq"],
        env={**environment, **told}, cwd=tmp_path, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    assert out.exists(), done.stderr + done.stdout
    seen = json.loads(out.read_text(encoding="utf-8"))
    positions = Positions(text)
    severities = {"error": 1, "warning": 2, "info": 3}

    def place(offset: int) -> list[int]:  # Neovim counts bytes
        row, column = positions.utf8(offset)
        return [row - 1, column - 1]

    wanted = [[*place(d.span.start), *place(d.span.end), d.code, severities[d.severity]] for d in found]
    assert sorted(seen["first"]) == sorted(wanted)
    assert fixable.fix
    fixed = text
    for edit in sorted(fixable.fix.edits, reverse=True):
        fixed = fixed[: edit.span.start] + edit.text + fixed[edit.span.end :]
    assert "\n".join(seen["lines"]).rstrip("\n") == fixed.rstrip("\n")
    assert seen["left"] < len(found)
