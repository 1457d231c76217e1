"""The sheet that stays when the technician has left: one page for the person, one for the technician.

Both are single HTML files that ask nobody for anything: no script is needed, no font, no picture from
elsewhere. Everything on them comes from the plan, and nothing on them is secret.
"""

from advisor.handout.for_person import handout
from advisor.handout.for_technician import record
from advisor.handout.logo import Logo, read_logo

__all__ = ["Logo", "handout", "read_logo", "record"]
