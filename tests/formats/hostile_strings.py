"""Strings that may get as far as a format: on one line, without what advisor/formats/_values.py refuses."""

from hypothesis import strategies as st

from advisor.formats import _values

# Quotes, backslashes, percent signs and the like in any order, and anything else that is one harmless line.
allowed_text = (st.text(alphabet="\"'`\\%;#[]{}=&<>$(), .aé😀:/@+-~", min_size=1, max_size=30)
                | st.text(min_size=1, max_size=30)).filter(
    lambda given: given == given.strip() and bool(given) and not _values.forbidden(given))
