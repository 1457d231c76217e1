"""The sheet that stays when the technician has left: one page for the person, one for the technician, and one
for a company that lists all its people.

They are single HTML files that ask nobody for anything: no script is needed, no font, no picture from
elsewhere. Everything on them comes from the plan, and nothing on them is secret.
"""

from advisor.handout.for_company import company
from advisor.handout.for_person import handout
from advisor.handout.for_technician import record
from advisor.handout.logo import Logo, read_logo

__all__ = ["Logo", "company", "handout", "read_logo", "record"]
