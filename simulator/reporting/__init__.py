"""How a run is shown to people and programs: text, CSV, SVG, HTML.

Every one of them says that it is simulated. Nothing is computed here.
"""
