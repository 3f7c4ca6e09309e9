"""Any system that speaks our own form: in-house systems, and the forms of a career page.

Signed by Standard Webhooks (https://www.standardwebhooks.com), whose payload is `type`, `timestamp` and `data`. What
stands in `data` are our records by our names, so that nothing has to be translated: see `shapes`.
"""

from nurture.ats.generic.vendor import GENERIC

__all__ = ["GENERIC"]
