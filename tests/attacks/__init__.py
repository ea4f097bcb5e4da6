"""What others have tried against gates of queries, tried against ours."""
