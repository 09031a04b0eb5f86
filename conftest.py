"""Names the fixtures that tests share; there is no other conftest."""

pytest_plugins = [
    "tests.reference",
    "tests.hypothesis_profile",
    "tests.prometheus_plugin",
    "tests.apache_plugin",
    "tests.images_plugin",
    "tests.controlplane.plugin",
]
