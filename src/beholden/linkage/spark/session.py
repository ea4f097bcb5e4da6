"""What Spark needs here: the package, Java, and a session that talks to this machine alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from beholden.kernel import Unavailable

OLDEST_JAVA = 17
_LOOPBACK = "127.0.0.1"


def need_pyspark() -> None:
    """Raise Unavailable where the package pyspark is not installed."""
    if find_spec("pyspark") is None or find_spec("pandas") is None:
        raise Unavailable(
            "Spark is not installed.",
            why="It comes with the extra spark, because most councils do not need it.",
            next_step='Install it: pip install "beholden[spark]"',
        )


def java_version() -> int | None:
    """Return the major version of the Java that Spark would start; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin") if home else None)
    if found is None:
        return None
    told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - Java, found above
    parts = told.stderr.split('"')
    major = parts[1].split(".")[0] if len(parts) > 1 else ""
    return int(major) if major.isdigit() else None


def need_java() -> None:
    """Raise Unavailable where there is no Java, or one that is too old for Spark."""
    version = java_version()
    if version is not None and version >= OLDEST_JAVA:
        return
    raise Unavailable(
        f"Spark needs Java {OLDEST_JAVA} or later.",
        why="There is none here." if version is None else f"Java {version} is installed here.",
        next_step="Install one, for example: sudo apt-get install default-jre-headless",
    )


def local_spark(*, cores: int | None = None, memory: str = "2g") -> Any:
    """Return a SparkSession on this machine alone, to try what will run on a cluster.

    ``cores`` is how many tasks run at once (default: all cores); ``memory`` is Java's, as Spark
    writes it. It opens no port but on the loopback address, and shows no page. A session that
    runs already is returned as it is. Raise Unavailable where pyspark or Java is missing.
    """
    need_pyspark()
    need_java()
    from pyspark.sql import SparkSession

    tasks = cores or os.cpu_count() or 1
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.host": _LOOPBACK,
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": str(tasks),
    }
    spark = SparkSession.builder.master(f"local[{tasks}]").config(map=settings).getOrCreate()
    spark.sparkContext.pythonExec = sys.executable  # otherwise workers run whatever python3 is
    return spark
