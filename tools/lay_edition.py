#!/usr/bin/env python3
"""Lay the site of a released edition into a folder: ``tools/lay_edition.py ARCHIVES FOLDER``.

ARCHIVES is a folder that holds the edition's archive, as ``make archive`` wrote it.
"""

import argparse
import zipfile
from pathlib import Path


def lay_edition(archives, folder):
    """Unpack what lies under ``site/`` in the archive; return how many files that was."""
    (path,) = Path(archives).glob("unrolled-*.zip")
    written = 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            _, _, name = info.filename.partition("/site/")
            if name and not info.is_dir():
                target = Path(folder) / name
                if not target.resolve().is_relative_to(Path(folder).resolve()):
                    raise ValueError(f"{info.filename} leads out of the folder")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(info))
                written += 1
    return written


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archives", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    print(f"{options.folder}: {lay_edition(options.archives, options.folder)} files")


if __name__ == "__main__":
    main()
