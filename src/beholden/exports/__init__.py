"""The council's record in the forms that others read: registers, catalogues and policies."""

__all__: list[str] = []
