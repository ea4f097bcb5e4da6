"""The pages of officers: what awaits them, uses, datasets, agreements, releases, and the rest."""
