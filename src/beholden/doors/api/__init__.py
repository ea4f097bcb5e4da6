"""The API: every act of the library over HTTP, from one table of operations."""
