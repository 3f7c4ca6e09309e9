"""A worker that takes what may have left for what has not, and so sends it again."""

import worker
from nurture.channels import smtp_dialog
from nurture.errors import Released
from nurture.leaving import leave

if __name__ == "__main__":
    smtp_dialog.OutcomeUnknown = Released
    leave(worker.main())
