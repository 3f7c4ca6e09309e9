"""How fast Nurture is, as ratios measured side by side in one run."""
