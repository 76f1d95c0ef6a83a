"""typing.NamedTuple without typing and collections, whose import is a fifth of what a run on one file may cost.

Type checkers are shown the real one; the classes behave the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    try:
        from _collections import _tuplegetter as getter  # what namedtuple takes; quicker
    except ImportError:
        from operator import itemgetter

        def getter(index, doc):
            return property(itemgetter(index), doc=doc)

    _new = tuple.__new__
    # How to make a tuple of so many fields. namedtuple compiles a text for each class, to give parameters their names.
    _MAKERS = (
        lambda c, a: _new(c, (a,)),
        lambda c, a, b: _new(c, (a, b)),
        lambda c, a, b, d: _new(c, (a, b, d)),
        lambda c, a, b, d, e: _new(c, (a, b, d, e)),
        lambda c, a, b, d, e, f: _new(c, (a, b, d, e, f)),
        lambda c, a, b, d, e, f, g: _new(c, (a, b, d, e, f, g)),
        lambda c, a, b, d, e, f, g, h: _new(c, (a, b, d, e, f, g, h)),
        lambda c, a, b, d, e, f, g, h, i: _new(c, (a, b, d, e, f, g, h, i)),
        lambda c, a, b, d, e, f, g, h, i, j: _new(c, (a, b, d, e, f, g, h, i, j)),
        lambda c, a, b, d, e, f, g, h, i, j, k: _new(c, (a, b, d, e, f, g, h, i, j, k)),
        lambda c, a, b, d, e, f, g, h, i, j, k, m: _new(c, (a, b, d, e, f, g, h, i, j, k, m)),
        lambda c, a, b, d, e, f, g, h, i, j, k, m, n: _new(c, (a, b, d, e, f, g, h, i, j, k, m, n)),
    )

    class _Record(tuple):
        """What all of them have."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, **values):
            return type(self)(**{**self._asdict(), **values})

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._asdict().items())})"

    class _Maker(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body["__annotations__"])
            maker = _MAKERS[len(fields) - 1]
            code = maker.__code__.replace(co_varnames=("_cls", *fields), co_qualname=f"{name}.__new__")
            defaults = tuple(body[field] for field in fields if field in body)
            new = type(maker)(code, globals(), "__new__", defaults)
            getters = {field: getter(i, "") for i, field in enumerate(fields)}
            made = {**body, **getters, "__new__": new, "__slots__": (), "_fields": fields, "__match_args__": fields}
            return type(name, (_Record,), made)

    class NamedTuple(metaclass=_Maker):
        """The base that a class of fields and defaults names."""
