"""Runs a command of the program while the site is built and shows what it printed; equations become MathML."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

__all__ = ["setup"]

ROOT = Path(__file__).resolve().parent.parent
_WIDTH = "88"
_PROGRAM = "from myotome.cli.main import run; run()"


def output_of(command: str, exit_code: int = 0) -> str:
    """Run `myotome ...` from the root of the repository and return what it prints.

    Raises
    ------
    ExtensionError
        It ended with another exit code than the page says.
    """
    program, *arguments = shlex.split(command)
    if program != "myotome":
        raise ExtensionError(f"only myotome can be run in a page, not {program}")
    environment = {**os.environ, "COLUMNS": _WIDTH, "NO_COLOR": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != exit_code:
        raise ExtensionError(f"{command}: exit code {done.returncode}, not {exit_code}\n{done.stdout}\n{done.stderr}")
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines())


class Run(Directive):
    """Show a command and what it prints; `:exit:` is the exit code, `:lines:` the first and last line shown."""

    has_content = False
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"exit": directives.nonnegative_int, "lines": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Run it."""
        command = " ".join(self.arguments[0].split())
        text = output_of(command, self.options.get("exit", 0))
        shown = text.splitlines()
        if "lines" in self.options:
            first, last = (int(part) for part in self.options["lines"].split("-"))
            shown = [*shown[first - 1 : last], "..."] if last < len(shown) else shown[first - 1 :]
        block = nodes.literal_block(text="\n".join([f"$ {command}", "", *shown]))
        block["language"] = "text"
        return [block]


def _visit(translator: Any, node: nodes.math) -> None:
    translator.body.append(tex2mathml(node.astext(), as_block=isinstance(node, nodes.math_block)))
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the renderer."""
    app.add_directive("run", Run)
    app.add_html_math_renderer("mathml", inline_renderers=(_visit, None), block_renderers=(_visit, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
