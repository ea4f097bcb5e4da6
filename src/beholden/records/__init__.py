"""The council's register: what was stated, advised, decided, agreed, sealed, asked and released."""
