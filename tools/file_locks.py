"""Locks on files, where the system has them: builds and measuring cells wait for one another."""

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

AVAILABLE = fcntl is not None


def lock(file, *, shared=False, wait=True):
    """Lock an open file until it is closed; return False if others hold it and we may not wait.

    Where files cannot be locked nobody is kept out, and the answer is always True.
    """
    if AVAILABLE:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
