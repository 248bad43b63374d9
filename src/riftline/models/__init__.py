"""The trained model: sentences in, judgements out."""

import os

# From 1.29 on ONNX Runtime tells its maker of each process and model, unless this is set before it is first imported. Nothing of what Riftline does leaves
# the machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
