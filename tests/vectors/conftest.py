"""What the vectors share: a small Internet on loopback."""

import pytest

from tests.servers import Internet


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet
