"""The pages of data uses for officers: the list, the tasks of one, and each task."""
