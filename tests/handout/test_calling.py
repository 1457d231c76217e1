"""Whom to call: what leads somewhere is a link, and nothing else can be one."""

import pytest

from advisor.handout.calling import Line, lines
from advisor.model.household import Technician


def test_every_line_leads_where_it_should():
    known = Technician("Marta", "Mon to Fri", phone="+34 (600) 12-34", mail="marta@soporte.example",
                       web="https://soporte.example")
    assert lines(known) == (
        Line("Marta"), Line("Mon to Fri"), Line("+34 (600) 12-34", "tel:+346001234"),
        Line("marta@soporte.example", "mailto:marta@soporte.example"),
        Line("https://soporte.example", "https://soporte.example"))
    assert lines(Technician()) == ()


@pytest.mark.parametrize(("given", "link"), [
    ({"web": "javascript:alert(1)"}, ""), ({"web": "soporte.example"}, ""), ({"phone": "ask"}, ""),
    ({"mail": "marta"}, ""), ({"mail": "a b?cc=x@y"}, "mailto:a%20b%3Fcc%3Dx@y")])
def test_what_is_no_address_is_only_words(given, link):
    (line,) = lines(Technician(**given))
    assert line == Line(next(iter(given.values())), link)
