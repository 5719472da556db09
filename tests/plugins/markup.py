"""Pages as a browser reads them: how the source is laid out in lines is no part of what a test asserts."""

from __future__ import annotations

import re

_BLOCKS = (
    "html|head|body|title|meta|link|script|header|footer|main|nav|section|aside|div|p|ul|ol|li|dl|dt|dd|table|caption"
    "|thead|tbody|tfoot|tr|td|th|form|fieldset|legend|details|summary|figure|figcaption|h[1-6]|pre|select|option"
    "|optgroup|template"
)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_BEFORE = re.compile(rf"\s*\n\s*(?=</?(?:{_BLOCKS})\b)")
_AFTER = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)\s*\n\s*")
_BREAK = re.compile(r"\s*\n\s*")


def closed_up(page: str) -> str:
    """A page without the breaks between its lines: none beside a block, one space within a sentence or a tag.

    What is no page (a file of lines, say) is left alone.

    >>> closed_up('<p>\\n  Satu <b\\n    class="x"\\n  >dua</b>\\n  tiga\\n</p>\\n<p>empat</p>')
    '<p>Satu <b class="x">dua</b> tiga</p><p>empat</p>'
    """
    if not page.lstrip().startswith("<"):
        return page
    page = _TAG.sub(lambda tag: re.sub(r"\s+>", ">", _BREAK.sub(" ", tag[0])), page)
    return _BREAK.sub(" ", _AFTER.sub(r"\1", _BEFORE.sub("", page)))
