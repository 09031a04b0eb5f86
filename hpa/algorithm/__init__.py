"""The HPA controller's algorithm as pure functions: state in, state out.

Start at ``hpa.algorithm.decide``. No clock, no chance, no logging and no I/O in
here; whoever gathers and acts is ``hpa.controller`` or the simulator.
"""
