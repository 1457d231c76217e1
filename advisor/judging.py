"""From evidence to the picture that all else starts from, with what a login showed where there was one.

One place, so that the plan, the files and the report can never start from different pictures.
"""

from msgspec.structs import replace

from advisor import providers
from advisor.accountfacts import with_logins
from advisor.combine import combine
from advisor.model.evidence import Evidence
from advisor.model.picture import Picture
from advisor.volume import measured


def judge(evidence: Evidence) -> Picture:
    """What `evidence` amounts to, with all known providers. Pure."""
    picture = with_logins(combine(evidence, providers.load()), evidence.account)
    return replace(picture, measured=measured(evidence.account))
