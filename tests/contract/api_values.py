"""Values that schemathesis sends: its own hooks file, loaded by the process that makes the requests."""

from datetime import date, datetime

import schemathesis
from hypothesis import strategies as st

# By itself it makes years from 1 on, of which the pattern in the document would leave few.
YEARS = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1))
schemathesis.openapi.format("date-time", YEARS.map(lambda at: f"{at.isoformat()}Z"))
schemathesis.openapi.format("date", st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat))
