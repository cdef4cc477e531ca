"""The site: Sphinx with MyST; commands in the tutorials are run while it is built."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from myotome import __version__

project = "Myotome"
author = "the Myotome project"
version = release = __version__
extensions = ["myst_parser", "run_directive"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["dollarmath", "amsmath", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Myotome"
html_static_path: list[str] = []
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
# Equations are set by the browser itself: nothing is loaded from elsewhere.
html_math_renderer = "mathml"
