"""The hook specifications for pluggy, apart from registry.py because most runs have no plugin to ask."""

from __future__ import annotations

import pluggy

hookspec = pluggy.HookspecMarker("artlint")


class Specs:
    @hookspec
    def artlint_checks(self) -> dict[str, object]:
        """Mechanisms by name."""
        raise NotImplementedError

    @hookspec
    def artlint_rule_packs(self) -> list[str]:
        """Paths of YAML rule files."""
        raise NotImplementedError

    @hookspec
    def artlint_sources(self) -> dict[str, object]:
        """Readers by file ending."""
        raise NotImplementedError

    @hookspec
    def artlint_reporters(self) -> dict[str, object]:
        """Output formats by name."""
        raise NotImplementedError


class Manager(pluggy.PluginManager):
    """A plugin manager that knows the hooks of these names, and no plugin yet. A function is a hook by its name alone: a
    plugin need not import anything of artlint's."""

    def __init__(self, hooks: tuple[str, ...]) -> None:
        super().__init__("artlint")
        self._hooks = hooks
        self.add_hookspecs(Specs)

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        if name in self._hooks:
            return pluggy.HookimplOpts(
                wrapper=False, hookwrapper=False, optionalhook=False, tryfirst=False, trylast=False, specname=None
            )
        return None
