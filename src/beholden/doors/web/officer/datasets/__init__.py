"""The pages of datasets for officers."""
