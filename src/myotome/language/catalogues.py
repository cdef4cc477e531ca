"""The catalogues of messages, read as translators write them.

They lie as text under `data/language/<code>/LC_MESSAGES/myotome.po`, in the layout that every translation tool knows.
They are read directly: a compiled copy beside them would have to be made at every install and could be out of date.
Reading takes a few hundredths of a second, once for a process, and only where another language than English is wanted.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from typing import Final

from myotome.tables.files import files_like

__all__ = ["SOURCE", "catalogue", "catalogue_file", "languages", "own_name"]

#: The language that the messages are written in.
SOURCE: Final = "en"
_FILES: Final = "language/*/LC_MESSAGES/myotome.po"


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages there are, English first.

    Examples
    --------
    >>> languages()
    ('en', 'de')
    """
    return (SOURCE, *(name.split("/")[1] for name in files_like(_FILES)))


def own_name(code: str) -> str:
    """What a language calls itself.

    Examples
    --------
    >>> own_name("en"), own_name("de")
    ('English', 'Deutsch')
    """
    from babel import Locale

    return str(Locale(code).display_name).capitalize() if code else ""


def catalogue_file(code: str) -> str:
    """Name of the catalogue of a language, under `data/`."""
    return _FILES.replace("*", code)


@cache
def catalogue(code: str) -> GNUTranslations:
    """Messages of one language; those marked as uncertain (fuzzy) are left out.

    Parameters
    ----------
    code : str
        One of `languages`, but not English.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    from myotome.tables import data_path

    with data_path(catalogue_file(code)).open("rb") as file:
        read = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)
