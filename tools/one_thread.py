"""The environment variables that give every library of a process one thread.

TensorFlow and BLAS are faster with one at the book's sizes, and two processes then share two cores
without getting into each other's way. For `build_book`, the tests and ``experiments``.
"""

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
     "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1",
)  # fmt: skip
