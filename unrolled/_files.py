"""Files that are never overwritten."""


def free_name(path, mark="-"):
    """Return `path`, or the first of its numbered neighbours that does not exist.

    The second of ``marks.csv`` is ``marks-2.csv``; `mark` stands before the number.
    """
    number, candidate = 2, path
    while candidate.exists():
        number, candidate = number + 1, path.with_stem(f"{path.stem}{mark}{number}")
    return candidate
