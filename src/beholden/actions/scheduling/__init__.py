"""Questions that are asked again by themselves: on which days, for whom, until when."""
