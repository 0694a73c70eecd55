"""Helper package of the course *Unrolled: Recurrent Networks from the Neuron to the Forecast*.

Importing it is cheap: the submodules `layers`, `series`, `forecast`, `labs` and `glue` need
NumPy only, `plots` brings matplotlib, `training` brings Keras. Import the ones you use.
"""

import os

__version__ = "0.1.0"

# TensorFlow reads these once, when it is first imported. The first keeps its start-up notes
# off the page; the second removes a source of rounding differences between two runs.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
