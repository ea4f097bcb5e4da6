"""Training: courses published, taken and marked; certificates; which right needs which course."""
