"""The services of the paper's cluster (§2.1): what they ran, and what we recommend.

Nineteen rows, each with the workloads that it stands for. Ports, namespaces and
bounds are those of the manifests of 2021-05-30; an exporter listens on its
service's port plus 10000, as their convention has it. A pattern of a process is
theirs, or assumed from the service's name where their scripts say none: then the
row says so. Data only: collectors are built by ``exporters.building``, service
files by ``octoscale.service``.
"""

from __future__ import annotations

from exporters.building import Request
from exporters.workload_forms import (
    ASSUMED,
    THEIRS,
    couchdb,
    dbs,
    probe,
    process,
    scaled,
)
from exporters.workloads import Metric, Service, Workload
from octoscale.core.errors import UsageError

_PROCESS_RAN = "CMS' process_exporter: every type counter, zeros for a dead process"

SERVICES: tuple[Service, ...] = (
    Service(
        title="ACDCServer",
        implementation="CouchDB application",
        ran="none; the manifest annotates port 15984, which nothing serves",
        recommend="the CouchDB collector",
        workloads=(couchdb("acdcserver", "dmwm", 15984),),
    ),
    Service(
        title="CouchDB",
        implementation="CouchDB; later moved back to VMs",
        ran="couchdb-prometheus-exporter on 9984: counters declared gauges",
        recommend="the CouchDB collector, one beside each node",
        workloads=(couchdb("couchdb", "couchdb", 9984),),
    ),
    Service(
        title="CRAB3",
        implementation="Python, CherryPy (WMCore)",
        ran=_PROCESS_RAN,
        recommend="the process collector; middleware where the team can add it",
        workloads=(
            scaled(
                process(
                    "crabserver",
                    "crab",
                    8270,
                    "crabserver",
                    "crabserver",
                    source=f"{ASSUMED}; theirs is a pid file, crabserver/pid",
                ),
                5,
                8,
            ),
        ),
    ),
    Service(
        title="Crabcache",
        implementation="Python, CherryPy",
        ran=_PROCESS_RAN + "; started once, so that a restart left it blind",
        recommend="the process collector, which follows restarts",
        workloads=(
            process("crabcache", "crab", 8271, "crabcache", "crabcache_exporter"),
        ),
    ),
    Service(
        title="DAS",
        implementation="Go (das2go) with MongoDB",
        ran="das2go_exporter: looks for keys that DAS does not have, constant zeros",
        recommend="the DAS collector",
        workloads=(
            Workload(
                name="das-server",
                namespace="das",
                port=8217,
                request=Request(kind="das", uri="http://127.0.0.1:8217/das/status"),
                metric=Metric(
                    series="das2go_established_connections",
                    target="100",
                    why="clients at once; it grows while DAS waits for others",
                ),
                replicas=(3, 5),
            ),
        ),
    ),
    Service(
        title="DBS",
        implementation="Python 2, CherryPy; Go (dbs2go) from the end of 2021",
        ran="process_exporter, and cpy_exporter whose port was not annotated and so "
        "never scraped",
        recommend="the process collector; the CherryPy collector for queue and threads",
        workloads=(
            dbs("dbs-global-r", 8252, "DBSGlobalReader", "dbs_global_exporter"),
            dbs("dbs-global-w", 8253, "DBSGlobalWriter", "dbs_globalW_exporter"),
            dbs("dbs-phys03-r", 8254, "DBSPhys03Reader", "dbs_phys03R_exporter"),
            dbs("dbs-phys03-w", 8255, "DBSPhys03Writer", "dbs_phys03W_exporter"),
            dbs("dbs-migrate", 8257, "DBSMigrate", "dbs_migrate_exporter"),
        ),
    ),
    Service(
        title="DBSMigration",
        implementation="Python",
        ran=_PROCESS_RAN,
        recommend="the process collector; better the length of the migration queue",
        workloads=(
            scaled(
                process(
                    "dbsmigration",
                    "dbs",
                    8251,
                    "dbsmigration",
                    "dbsmigration",
                    source=THEIRS,
                ),
                5,
                8,
            ),
        ),
    ),
    Service(
        title="DQMGUI",
        implementation="Python and C++",
        ran="none; annotated for scraping without a port",
        recommend="the process collector",
        workloads=(process("dqmgui", "dqm", 8060, "dqmgui", "dqmgui"),),
    ),
    Service(
        title="Exitcodes",
        implementation="Go",
        ran="none",
        recommend="the HTTP probe",
        workloads=(probe("exitcodes", "http", 9201, "/exitcodes"),),
    ),
    Service(
        title="Exporters",
        implementation="Go: the exporters themselves",
        ran="an image of das2go_, reqmgr_, wmcore_, http_ and process_exporter with a "
        "patched mongodb_exporter; das-exporter and das-mongo-exporter run from it",
        recommend="a collector beside each service; none needs a deployment",
        workloads=(
            Workload(
                name="das-exporter",
                namespace="das",
                port=8217,
                request=Request(kind="das", uri="http://127.0.0.1:8217/das/status"),
                metric=Metric(
                    series="das2go_established_connections",
                    target="100",
                    why="of the one DAS that it can reach",
                ),
            ),
        ),
    ),
    Service(
        title="Frontend",
        implementation="Apache httpd with CMS' modules",
        ran="apache_exporter; later started with a flag that its version lost",
        recommend="the Apache collector: the accept queue when all workers are busy",
        workloads=(
            Workload(
                name="frontend",
                namespace="default",
                port=8443,
                request=Request(
                    kind="apache", uri="http://127.0.0.1:80/server-status?auto"
                ),
                metric=Metric(
                    series="apache_exporter_accept_queue",
                    target="10",
                    why="connections that no worker takes; it is there while "
                    "Apache is too busy to serve its status",
                ),
                replicas=(4, 8),
            ),
        ),
    ),
    Service(
        title="MongoDB",
        implementation="mongod, for DAS",
        ran="dcu's mongodb_exporter as a deployment; silent about renamed sections",
        recommend="the MongoDB collector; a database is no target for an HPA",
        workloads=(
            Workload(
                name="das-mongo",
                namespace="das",
                port=8230,
                request=Request(kind="mongodb", uri="mongodb://127.0.0.1:8230"),
                metric=Metric(
                    series="mongodb_global_lock_client",
                    target="50",
                    why="clients whose operation runs or waits",
                ),
            ),
        ),
    ),
    Service(
        title="PhEDEx Web Services",
        implementation="Apache and Perl; stayed on VMs",
        ran=_PROCESS_RAN + "; its port was not annotated",
        recommend="the process collector",
        workloads=(process("phedex", "phedex", 7001, "phedex", "phedex_exporter"),),
    ),
    Service(
        title="Request Manager 2",
        implementation="Python, CherryPy (WMCore)",
        ran="process_exporter on 18240, before that reqmgr_exporter on proc_status; "
        "later the annotation said 18246",
        recommend="the process collector; the WMCore collector for memory by kind",
        workloads=(
            scaled(
                process(
                    "reqmgr2",
                    "dmwm",
                    8246,
                    "reqmgr2",
                    "reqmgr2",
                    source=f"{ASSUMED}; theirs is a pid file, reqmgr2/reqmgr2.pid",
                ),
                5,
                8,
            ),
        ),
    ),
    Service(
        title="Request Manager 2 MS",
        implementation="Python, CherryPy",
        ran=_PROCESS_RAN,
        recommend="the process collector",
        workloads=(
            process("ms-monitor", "dmwm", 8248, "ms-monitor", "ms_monitor"),
            process("ms-output", "dmwm", 8245, "ms-output", "ms_output"),
            process("ms-transferor", "dmwm", 8247, "ms-transferor", "ms_transferor"),
            process("ms-rulecleaner", "dmwm", 8244, "ms-rulecleaner", "ms_ruleCleaner"),
        ),
    ),
    Service(
        title="T0_WMStats",
        implementation="Python",
        ran=_PROCESS_RAN + "; with ReqMon's pattern",
        recommend="the process collector",
        workloads=(
            scaled(
                process(
                    "t0reqmon",
                    "tzero",
                    8243,
                    "wmc-httpd.*reqmon",
                    "t0reqmon_exporter",
                    source=THEIRS,
                ),
                5,
                8,
            ),
        ),
    ),
    Service(
        title="T0wmadatasvc",
        implementation="Python",
        ran=_PROCESS_RAN,
        recommend="the process collector",
        workloads=(
            scaled(
                process(
                    "t0wmadatasvc",
                    "tzero",
                    8308,
                    "t0wmadatasvc",
                    "t0wmadatasvc_exporter",
                ),
                3,
                5,
            ),
        ),
    ),
    Service(
        title="WorkQueue",
        implementation="Python, CouchDB application",
        ran="none in 2021; later annotated on 18240",
        recommend="the process collector; better the length of the work queue",
        workloads=(process("workqueue", "dmwm", 8240, "workqueue", "workqueue"),),
    ),
    Service(
        title="WMStats",
        implementation="CouchDB application; its server is ReqMon",
        ran="none of its own; process_exporter beside its server ReqMon, whose "
        "manifest had no annotation",
        recommend="the process collector beside ReqMon",
        workloads=(
            scaled(
                process(
                    "reqmon",
                    "dmwm",
                    8249,
                    "wmc-httpd.*reqmon",
                    "reqmon_exporter",
                    source=THEIRS,
                ),
                5,
                8,
            ),
        ),
    ),
)
"""The paper's list, in its order."""


def names() -> tuple[str, ...]:
    """Name all workloads, in the list's order."""
    return tuple(workload.name for s in SERVICES for workload in s.workloads)


def find(name: str) -> Workload:
    """Give the workload of that name, or ``UsageError`` with all names."""
    for service in SERVICES:
        for workload in service.workloads:
            if workload.name == name:
                return workload
    raise UsageError(
        f"the catalogue has no service {name!r}", hint=f"it has {', '.join(names())}"
    )


def service_of(name: str) -> Service:
    """Give the row that the workload stands in."""
    workload = find(name)
    return next(service for service in SERVICES if workload in service.workloads)
