"""Where chance begins: the same answers and the same data always come to the same figures."""

#: Of all random draws (numpy's PCG64), and of the choice of a sample (METHODS).
SEED = 20261124
