"""Which codes of problems the source can raise, read from its syntax: nothing is imported or run.

A code is the first argument of ``Problem(...)``. Where that is a parameter, every call of the function around it is
read in its place, and so on; ``f"berkas.{code}"`` is put together the same way. What a class keeps of its constructor
(``self.subject`` of a reader of rule files, ``self._part`` of a part of a meeting) is read where it is made.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

KEPT = {"subject": "RuleReader", "_part": "Rows"}
"""Attribute that holds the first part of a code -> the class whose constructor is given it."""
_KEPT_AT = {"subject": 1, "_part": 0}
CARRIERS = {"swadaya.ledger.checks.Check"}
"""Classes whose first value is a code that a ``Problem`` gets later."""
NAMED = ("RuleKind", "_subject", "subject")
"""A class whose problems begin with what its every instance is called, by an argument of that name or the first."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Hole:
    """A part of a code that the caller says (``function``, ``name``) or an instance keeps (``function`` empty)."""

    function: str
    name: str


Code = tuple[str | Hole, ...]


@dataclass
class Module:
    name: str
    tree: ast.Module
    functions: dict[str, Function] = field(default_factory=dict)  # dotted inside the module -> its definition
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # imported name -> (module, name there or "")
    constants: dict[str, ast.expr] = field(default_factory=dict)


@dataclass
class Found:
    codes: dict[str, set[str]]  # code -> where it is raised
    unreadable: list[str]  # places whose code cannot be told


def collect(root: Path, package: str) -> Found:
    return _Reading(root, package).run()


class _Reading:
    def __init__(self, root: Path, package: str) -> None:
        self.modules = {module.name: module for module in _modules(root, package)}
        self.calls = {module.name: list(_calls(module.tree)) for module in self.modules.values()}
        self.raisers: dict[str, set[Code]] = defaultdict(set)  # function -> codes with holes that its callers fill
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.unreadable: set[str] = set()

    def run(self) -> Found:
        before = -1
        while before != (before := self._size()):
            for module in self.modules.values():
                raising = {"Problem", *(one.rpartition(".")[2] for one in CARRIERS)} | self._raising(module)
                for path, call in self.calls[module.name]:
                    if _last(call.func) in raising:
                        self._read(module, path, call)
        return Found(dict(self.codes), sorted(self.unreadable))

    def _raising(self, module: Module) -> set[str]:
        """Names by which a module may call what is known to raise, so that other calls need not be looked at."""
        known = {name for target in self.raisers for name in target.rsplit(".", 2)[-2:]}
        return known | {alias for alias, (_, name) in module.names.items() if name in known}

    def _size(self) -> int:
        return sum(map(len, self.raisers.values())) + len(self.codes)

    def _read(self, module: Module, path: tuple[str, ...], call: ast.Call) -> None:
        place = f"{module.name}:{call.lineno}"
        for code in self._raised_by(module, path, call, place):
            holes = [part for part in code if isinstance(part, Hole)]
            if not holes:
                self.codes["".join(map(str, code))].add(place)
                continue
            owner = next((one.function for one in holes if one.function), "")
            own = owner or (f"{module.name}.{'.'.join(path)}" if path else "")
            kept = {one.name for one in holes if not one.function}
            if kept and not owner and (values := self._kept(module, kept)):
                for filled in values:
                    whole = "".join(filled.get(one.name, "?") if isinstance(one, Hole) else one for one in code)
                    self.codes[whole].add(place)
            elif own:
                self.raisers[own].add(code)

    def _raised_by(self, module: Module, path: tuple[str, ...], call: ast.Call, place: str) -> Iterator[Code]:
        name = _last(call.func)
        if name == "Problem" or f"{module.name}.{name}" in CARRIERS:
            first = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "code"), None)
            if first is not None and not _copied(first) and not _empty(first):
                codes = self._values(module, path, first)
                if codes is None:
                    self.unreadable.add(f"{place}: {ast.unparse(first)}")
                yield from codes or ()
            return
        for target in self._targets(module, path, call.func):
            for code in list(self.raisers.get(target, ())):
                yield from self._filled(module, path, call, target, code, place)

    def _filled(
        self, module: Module, path: tuple[str, ...], call: ast.Call, target: str, code: Code, place: str
    ) -> Iterator[Code]:
        parts: list[set[Code]] = []
        for part in code:
            if isinstance(part, str) or part.function != target:
                parts.append({(part,)})
                continue
            said = self._argument(target, call, part.name)
            if said is None or _copied(said):
                return
            values = self._values(module, path, said)
            if values is None:
                self.unreadable.add(f"{place}: {ast.unparse(said)}")
                return
            parts.append(values)
        for chosen in product(*parts):
            yield tuple(piece for one in chosen for piece in one)

    def _argument(self, target: str, call: ast.Call, name: str) -> ast.expr | None:
        for keyword in call.keywords:
            if keyword.arg == name:
                return keyword.value
        function, method = self._function(target)
        arguments = [*function.args.posonlyargs, *function.args.args]
        names = [one.arg for one in arguments][1 if method else 0 :]
        if name in names and names.index(name) < len(call.args):
            return call.args[names.index(name)]
        defaults = dict(zip([one.arg for one in arguments][::-1], function.args.defaults[::-1], strict=False))
        return defaults.get(name)

    def _function(self, target: str) -> tuple[Function, bool]:
        module = max((one for one in self.modules if target.startswith(f"{one}.")), key=len)
        inside = target[len(module) + 1 :]
        return self.modules[module].functions[inside], inside.split(".")[0] in self.modules[module].classes

    def _targets(self, module: Module, path: tuple[str, ...], func: ast.expr) -> Iterator[str]:
        """The functions a call may mean."""
        if isinstance(func, ast.Name):
            for depth in range(len(path), -1, -1):
                inside = ".".join((*path[:depth], func.id))
                if inside in module.functions:
                    yield f"{module.name}.{inside}"
                    return
            yield from self._named(module, func.id)
        elif isinstance(func, ast.Attribute):
            if isinstance(func.value, ast.Name) and func.value.id in module.names:
                where, name = module.names[func.value.id]
                other = self.modules.get(f"{where}.{name}" if name else where)
                if other is not None:
                    yield from self._named(other, func.attr)
                    return
            yield from self._methods(module, func.attr)

    def _named(self, module: Module, name: str) -> Iterator[str]:
        if name in module.functions:
            yield f"{module.name}.{name}"
        elif name in module.classes:
            yield from self._method_of(module, name, "__init__")
        elif name in module.names:
            where, original = module.names[name]
            if where in self.modules and original:
                yield from self._named(self.modules[where], original)

    def _methods(self, module: Module, name: str) -> Iterator[str]:
        own = [one for cls in module.classes for one in self._method_of(module, cls, name)]
        if own:
            yield from dict.fromkeys(own)
            return
        for imported, (where, original) in module.names.items():
            if where in self.modules and original in self.modules[where].classes and imported:
                yield from self._method_of(self.modules[where], original, name)

    def _method_of(self, module: Module, cls: str, name: str) -> Iterator[str]:
        if f"{cls}.{name}" in module.functions:
            yield f"{module.name}.{cls}.{name}"
            return
        for where, base in self._bases(module, cls):
            yield from self._method_of(where, base, name)

    def _bases(self, module: Module, cls: str) -> Iterator[tuple[Module, str]]:
        for base in module.classes[cls].bases:
            name = _last(base)
            if isinstance(base, ast.Name) and name in module.classes and name != cls:
                yield module, name
            elif name in module.names and module.names[name][0] in self.modules:
                where = self.modules[module.names[name][0]]
                if module.names[name][1] in where.classes:
                    yield where, module.names[name][1]

    def _kept(self, module: Module, names: set[str]) -> list[dict[str, str]]:
        """What instances made in a module keep."""
        (name,) = names
        found: set[str] = set()
        for path, call in self.calls[module.name]:
            cls = _last(call.func)
            if self._is_a(module, cls, KEPT[name]):
                found |= self._given(module, path, call, name) or self._given_by(module, cls, name)
        return [{name: one} for one in found]

    def _given(self, module: Module, path: tuple[str, ...], call: ast.Call, name: str) -> set[str]:
        """What one call of a constructor is given, if need be by the callers of the function around it."""
        if len(call.args) <= _KEPT_AT[name]:
            return set()
        found: set[str] = set()
        for code in self._values(module, path, call.args[_KEPT_AT[name]]) or ():
            match code:
                case (str(text),):
                    found.add(text)
                case (Hole(function=function, name=parameter),) if function:
                    for outer, other in self.calls[module.name]:
                        if function in self._targets(module, outer, other.func):
                            said = self._argument(function, other, parameter)
                            values = self._values(module, outer, said) if said is not None else None
                            found |= {str(one[0]) for one in values or () if isinstance(one[0], str)}
        return found

    def _given_by(self, module: Module, cls: str, name: str) -> set[str]:
        """What a class hands to the constructor of its base."""
        where, original = (module.name, cls) if cls in module.classes else module.names.get(cls, ("", ""))
        found: set[str] = set()
        for path, call in self.calls.get(where, ()):
            if path[:1] == (original,) and ast.unparse(call.func) == "super().__init__":
                found |= self._given(self.modules[where], path, call, name)
        return found

    def _is_a(self, module: Module, cls: str, wanted: str) -> bool:
        if cls == wanted:
            return True
        if cls in module.classes:
            return any(self._is_a(where, base, wanted) for where, base in self._bases(module, cls))
        where, original = module.names.get(cls, ("", ""))
        return (
            bool(original)
            and where in self.modules
            and original in self.modules[where].classes
            and (original == wanted or self._is_a(self.modules[where], original, wanted))
        )

    def _values(self, module: Module, path: tuple[str, ...], said: ast.expr) -> set[Code] | None:
        """Every code an expression may be; None when that cannot be told."""
        match said:
            case ast.Constant(value=str(text)):
                return {(text,)}
            case ast.IfExp(body=one, orelse=other):
                return self._union(module, path, [one, other])
            case ast.JoinedStr(values=pieces):
                parts = [
                    self._values(module, path, one.value if isinstance(one, ast.FormattedValue) else one)
                    for one in pieces
                ]
                if any(one is None for one in parts):
                    return None
                chosen = product(*(one for one in parts if one is not None))
                return {_joined(tuple(piece for code in one for piece in code)) for one in chosen}
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                if name == NAMED[1]:
                    return self._named_instances()
                if name in KEPT:
                    return {(Hole("", name),)}
                return self._class_constant(module, path, name)
            case ast.Subscript(value=ast.Name(id=name)) if isinstance(module.constants.get(name), ast.Dict):
                table = module.constants[name]
                assert isinstance(table, ast.Dict)
                return self._union(module, path, table.values)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, other]) if isinstance(
                module.constants.get(name), ast.Dict
            ):
                table = module.constants[name]
                assert isinstance(table, ast.Dict)
                return self._union(module, path, [*table.values, other])
            case ast.Name(id=name):
                return self._name(module, path, name)
        return None

    def _named_instances(self) -> set[Code] | None:
        """What every instance of the class is called, wherever it is made."""
        found: set[Code] = set()
        for module in self.modules.values():
            for path, call in self.calls[module.name]:
                if _last(call.func) == NAMED[0]:
                    said = next((one.value for one in call.keywords if one.arg == NAMED[2]), call.args[0])
                    found |= self._values(module, path, said) or set()
        return found

    def _union(self, module: Module, path: tuple[str, ...], parts: list[ast.expr]) -> set[Code] | None:
        found: set[Code] = set()
        for part in parts:
            values = self._values(module, path, part)
            if values is None:
                return None
            found |= values
        return found

    def _class_constant(self, module: Module, path: tuple[str, ...], name: str) -> set[Code] | None:
        definition = module.classes.get(path[0]) if path else None
        for line in definition.body if definition else ():
            target = line.target if isinstance(line, ast.AnnAssign) else None
            target = line.targets[0] if isinstance(line, ast.Assign) else target
            if isinstance(target, ast.Name) and target.id == name and line.value is not None:  # type: ignore[union-attr]
                return self._values(module, path, line.value)  # type: ignore[union-attr]
        return None

    def _name(self, module: Module, path: tuple[str, ...], name: str) -> set[Code] | None:
        for depth in range(len(path), 0, -1):
            function = module.functions.get(".".join(path[:depth]))
            if function is None:
                continue
            arguments = function.args
            if any(one.arg == name for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)):
                return {(Hole(f"{module.name}.{'.'.join(path[:depth])}", name),)}
            assigned = list(_assigned(function, name))
            if assigned:
                return self._union(module, path, assigned)
        if name in module.constants:
            return self._values(module, (), module.constants[name])
        where, original = module.names.get(name, ("", ""))
        if where in self.modules and original in self.modules[where].constants:
            return self._values(self.modules[where], (), self.modules[where].constants[original])
        return None


def _copied(said: ast.expr) -> bool:
    """A code taken over from another problem."""
    return isinstance(said, ast.Attribute) and said.attr == "code" and _last(said.value) != "self"


def _empty(said: ast.expr) -> bool:
    return isinstance(said, ast.Constant) and said.value == ""


def _joined(code: Code) -> Code:
    parts: list[str | Hole] = []
    for part in code:
        if parts and isinstance(part, str) and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return tuple(parts)


def _last(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _assigned(function: Function, name: str) -> Iterator[ast.expr]:
    """What a name is given inside a function; of a loop over written tuples, its place in each."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from (one for target, one in zip(names, values, strict=False) if _last(target) == name)
            case ast.Assign(
                targets=[ast.Tuple(elts=names)],
                value=ast.IfExp(body=ast.Tuple(elts=values), orelse=ast.Tuple(elts=others)),
            ):
                for target, *either in zip(names, values, others, strict=False):
                    yield from either if _last(target) == name else ()
            case ast.NamedExpr(target=ast.Name(id=found), value=value) if found == name:
                yield value
            case (
                ast.For(target=ast.Tuple(elts=names), iter=ast.Tuple(elts=rows) | ast.List(elts=rows))
                | ast.comprehension(target=ast.Tuple(elts=names), iter=ast.Tuple(elts=rows) | ast.List(elts=rows))
            ):
                for at, target in enumerate(names):
                    if _last(target) == name:
                        yield from (row.elts[at] for row in rows if isinstance(row, ast.Tuple))
            case ast.For(target=ast.Name(id=found), iter=ast.Tuple(elts=values) | ast.List(elts=values)) if (
                found == name
            ):
                yield from values


def _calls(tree: ast.AST, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        inside = (*path, node.name) if isinstance(node, Function | ast.ClassDef) else path
        if isinstance(node, ast.Call):
            yield path, node
        yield from _calls(node, inside)


def _modules(root: Path, package: str) -> Iterator[Module]:
    for file in sorted((root / package).rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        module = Module(name, ast.parse(file.read_text(encoding="utf-8")))
        here = name if is_package else name.rpartition(".")[0]
        _define(module, module.tree, ())
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                base = here.rsplit(".", node.level - 1)[0] if node.level else ""
                where = ".".join(filter(None, (base, node.module)))
                module.names |= {one.asname or one.name: (where, one.name) for one in node.names}
        yield module


def _define(module: Module, node: ast.AST, path: tuple[str, ...]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            module.functions[".".join((*path, child.name))] = child
            _define(module, child, (*path, child.name))
        elif isinstance(child, ast.ClassDef):
            if not path:
                module.classes[child.name] = child
            _define(module, child, (*path, child.name))
        else:
            if not path and isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name):
                module.constants[child.targets[0].id] = child.value
            if not path and isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name) and child.value:
                module.constants[child.target.id] = child.value
            _define(module, child, path)
