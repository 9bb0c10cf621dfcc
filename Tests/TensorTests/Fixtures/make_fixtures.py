"""Writes the .npy fixtures of the tensor tests beside itself. Run with NumPy 2.4.6."""

from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
VALUES = (np.arange(6).reshape(2, 3) - 2) * 1.25


def raw(name, descr, fortran, shape, data, version=1, tail=b""):
    """Writes a file NumPy itself would not write."""
    header = f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n".encode()
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    (HERE / name).write_bytes(b"\x93NUMPY" + bytes([version, 0]) + length + header + data + tail)


def main():
    for kind in ("<f4", ">f4", "<f8", ">f8", "<f2", ">f2"):
        name = {"<": "little", ">": "big"}[kind[0]] + "-" + kind[1:]
        np.save(HERE / f"{name}.npy", VALUES.astype(kind))
    for kind in ("i1", "<i2", ">i4", "<i8", "u1", ">u2", "<u4", ">u8"):
        np.save(HERE / f"integer-{kind[-2:]}.npy", np.array([[0, 1, 2], [100, 7, 3]], dtype=kind))
    np.save(HERE / "boolean.npy", np.array([[True, False, True], [False, False, True]]))
    np.save(HERE / "fortran.npy", np.asfortranarray(VALUES.astype("<f4")))
    np.save(HERE / "fortran-3d.npy", np.asfortranarray(np.arange(24, dtype="<f8").reshape(2, 3, 4)))
    np.save(HERE / "scalar.npy", np.float32(3.5))
    np.save(HERE / "vector.npy", np.array([1, 2, 3], dtype="<f4"))
    np.save(HERE / "empty.npy", np.zeros((0, 4), dtype="<f4"))
    np.save(HERE / "special.npy", np.array([np.nan, np.inf, -np.inf, -0.0], dtype="<f4"))
    for version in (2, 3):
        with open(HERE / f"version-{version}.npy", "wb") as file:
            np.lib.format.write_array(file, VALUES.astype("<f4"), version=(version, 0))

    data = VALUES.astype("<f4").tobytes()
    raw("python2-longs.npy", "'<f4'", False, "(2L, 3L)", data)
    raw("bad-structured.npy", "[('a', '<f4')]", False, "(2, 3)", data)
    raw("bad-complex.npy", "'<c8'", False, "(2, 3)", data)
    raw("bad-object.npy", "'|O'", False, "(2, 3)", data)
    raw("bad-truncated.npy", "'<f4'", False, "(2, 3)", data[:-1])
    raw("bad-trailing.npy", "'<f4'", False, "(2, 3)", data, tail=b"\0")
    raw("bad-bomb.npy", "'<f4'", False, "(100000, 100000)", data)
    raw("bad-overflow.npy", "'<f4'", False, f"({2**62}, {2**62})", data)
    raw("bad-extent.npy", "'<f4'", False, f"({2**64}, 3)", data)
    raw("bad-negative.npy", "'<f4'", False, "(-2, 3)", data)
    raw("bad-order.npy", "'<f4'", "Maybe", "(2, 3)", data)
    raw("bad-version.npy", "'<f4'", False, "(2, 3)", data, version=9)
    raw("bad-key.npy", "'<f4', 'extra': 1", False, "(2, 3)", data)
    raw("bad-rank.npy", "'<f4'", False, "(" + "1, " * 65 + ")", data[:4])
    raw("bad-long-header.npy", "'<f4'" + " " * 20_000, False, "(2, 3)", data, version=2)
    (HERE / "bad-magic.npy").write_bytes(b"\x93NUMPX\x01\0" + bytes(60))
    (HERE / "bad-cut-header.npy").write_bytes(b"\x93NUMPY\x01\0\x76\0{'descr': '<f4'")
    (HERE / "bad-nothing.npy").write_bytes(b"")
    # Unbalanced brackets would exhaust the stack of a recursive parser.
    (HERE / "bad-nested.npy").write_bytes(b"\x93NUMPY\x01\0\x10\x27" + b"(" * 10_000)


main()
