"""What holds for every ATS that is connected."""

import pytest

from nurture.ats import ADAPTERS, Adapter, adapter_for
from nurture.errors import NotFound, Refused


@pytest.mark.parametrize("connection", ADAPTERS)
def test_an_adapter_goes_by_the_name_of_its_connection(connection: str):
    adapter: Adapter = adapter_for(connection)
    assert adapter.connection == connection
    assert ":" not in connection, "it is the part before the colon in ids"


@pytest.mark.parametrize("connection", ADAPTERS)
def test_no_adapter_takes_anything_without_a_secret(connection: str):
    with pytest.raises(Refused) as refused:
        adapter_for(connection).verify(b"{}", {}, [])
    assert refused.value.status == 503


def test_an_unknown_connection_is_named_with_the_known_ones():
    with pytest.raises(NotFound, match="Known are: greenhouse"):
        adapter_for("grenhouse")
