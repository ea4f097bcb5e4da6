"""The made-up Borough of Ashmere: five lists without a shared identifier, and the truth."""

from .making import Borough, make
from .writing import write

__all__ = ["Borough", "make", "write"]
