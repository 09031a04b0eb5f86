"""The array engine: thousands of configurations of one scenario, compiled.

``simulator.sweep.run.sweep`` is the entrance. It covers part of what the event
engine does (``simulator.sweep.plant`` refuses the rest by name) and agrees with
it there on every replica count. Decisions are ``hpa.algorithm.batch``'s.
"""
