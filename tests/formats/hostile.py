"""Values that somebody could put into a name, a login or a server to break out of a file."""

from hypothesis import strategies as st

PIECES = ['"', "'", "`", "\\", "%", "%EMAILADDRESS%", "%s", ";", "[", "]", "[General]", "#", "=", "<", ">",
          "&", "]]>", "<!--", "&amp;", "{{ 7*7 }}", "{% raw %}", "${HOME}", "$(id)", "\n", "\r", "\r\n",
          "\t", "\0", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f",
          "\ufeff", "\ud800", "\udfff", "\ufffe", "../", "..\\",
          "/", ":", ": ", " ", "é", "e\u0301", "ñ", "✉", "😀", "א", "ﷺ",
          'user_pref("x", 1);', "*/", "//", "-=", "dword:1", "0x41"]

hostile_text = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join),
    st.text(alphabet=st.characters(), max_size=20),
    st.lists(st.sampled_from([*PIECES[:20], "a", "Ana", " b"]), min_size=1, max_size=4).map("".join),
    st.sampled_from(["x" * 300, "x" * 301, "", "Ana García", "O'Brien \"Bob\""]))

hosts = st.one_of(
    st.sampled_from(["mail.full.example", "MAIL.full.example", "127.0.0.1", "xn--d1acufc.example", "a" * 63]),
    st.sampled_from(["a" * 64, "", ".", "a..b", "-a.b", "a-.b", "a b", "a_b.example", "münchen.example",
                     "evil\n.example", "h;x", "h\"x", "[::1]", "a.example.", "../x", "<x>", "h\u202e"]))

ports = st.one_of(st.integers(1, 65535), st.sampled_from([0, -1, 65536, 2**31, 10**12]))
