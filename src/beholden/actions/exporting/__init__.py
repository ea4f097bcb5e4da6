"""The record in the forms that others read: what is public of it, or, within the council, all."""
