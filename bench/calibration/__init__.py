"""From measurement to model: a bench report's repeats become simulator parameters.

Fits on some repeats and tells its error on the others, which it has not seen. The
simulator takes the file in ``simulator.calibrate``; nothing is measured here.
"""
