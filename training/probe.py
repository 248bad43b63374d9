"""Writes `probe.onnx`: one product of whole numbers, as large as they come. `make model` runs it; `riftline.models.encoder` asks it.

    python -m training.probe OUT_FOLDER

A row of `WIDTH` bytes of 255 times a column of as many of 127 is 255 · 127 · `WIDTH`, wherever sums of products are kept in 32 bits. A processor that
keeps them in 16 bits between says less. The weights are a constant and signed, as the encoder's are, so that the same code multiplies them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

WIDTH = 64
COLUMNS = 16


def main(arguments: Sequence[str]) -> int:
    """Writes the file."""
    import numpy as np
    from onnx import TensorProto, checker, helper, numpy_helper, save

    (out,) = arguments
    weights = numpy_helper.from_array(np.full((WIDTH, COLUMNS), 127, dtype=np.int8), "weights")
    product = helper.make_node("MatMulInteger", ["ones", "weights"], ["sums"])
    graph = helper.make_graph(
        [product], "probe", [helper.make_tensor_value_info("ones", TensorProto.UINT8, [1, WIDTH])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [1, COLUMNS])], [weights],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    save(model, str(Path(out) / "probe.onnx"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
