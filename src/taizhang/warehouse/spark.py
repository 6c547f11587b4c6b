"""Spark over exported files: the same figures where one machine is not enough.

PySpark is the optional extra ``lake``; it needs Java 17 or newer, and nothing here asks a network for anything.
"""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Collection, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from taizhang.catalogue.resolved import Catalogue
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang.warehouse.dialect import PARAMETER, for_spark
from taizhang.warehouse.kept import KeptCounts
from taizhang.warehouse.lake import LakeManifest
from taizhang.warehouse.projection import table_of
from taizhang.warehouse.sql import Bound, identifier

MASTER = re.compile(r"local(\[(\d+|\*)\])?|spark://[\w.-]+:\d+(,[\w.-]+:\d+)*|yarn|k8s://\S+")
_LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
_SETTINGS = {
    "spark.app.name": "taizhang",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A product of two amounts keeps all its places, and what does not fit is an error, as in DuckDB.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # Hundreds of aggregates in one query: compiling them took minutes where interpreting them took seconds.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def lacking(master: str) -> Problem | None:
    """What stands against an engine on this machine: its name, PySpark, Java (LAK-005); None when nothing does."""
    if not MASTER.fullmatch(master):
        says = sentence("“{engine}”不是引擎的写法。", engine=master)
        return Problem("LAK-005", says, hint="请写 local[2]、spark://主机:端口、yarn 或 k8s://地址。")
    if find_spec("pyspark") is None:
        return Problem("LAK-005", "没有安装 PySpark，不能在 Spark 上计算。", hint="请安装附加组件 taizhang[lake]。")
    if shutil.which("java") is None:
        return Problem(
            "LAK-005", "没有安装 Java，不能在 Spark 上计算。", hint="请安装 Java 17 或更新的版本（只要运行环境）。"
        )
    return None


def open_session(master: str, settings: Mapping[str, str] = {}) -> Any:
    """A Spark session; ``settings`` and the files of SPARK_CONF_DIR add to ours. Raises Refused (LAK-005)."""
    if problem := lacking(master):
        raise Refused(problem)
    with warnings.catch_warnings():
        # PySpark warns of the pandas it finds, which nothing here uses.
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(master)
        for name, value in {**(_LOOPBACK if master.startswith("local") else {}), **_SETTINGS, **settings}.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


class Spark:
    """Tables of one or more lakes of one catalogue, each ledger's files under one name."""

    def __init__(
        self,
        session: Any,
        catalogue: Catalogue,
        lakes: Mapping[Path, LakeManifest],
        unseen: Collection[str] = (),
    ) -> None:
        """unseen: matters that are as if they were not there."""
        self.kept = KeptCounts(self)
        self._session = session
        for name, ledger in catalogue.ledgers.items():
            files = [str(folder / one.path) for folder, lake in lakes.items() for one in lake.tables.get(name, ())]
            shape = ", ".join(f"`{column}` {_TYPES.get(kind, kind)}" for column, kind in table_of(ledger).items())
            read = session.read.schema(shape)
            found = read.parquet(*(f"file://{one}" for one in files)) if files else session.createDataFrame([], shape)
            if unseen:
                found = found.filter(~found["id"].isin(sorted(unseen)))
            found.createOrReplaceTempView(identifier(name).replace('"', ""))

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        """All rows of a query written for the embedded engine; decimals and dates come back exact."""
        given = {f"{PARAMETER}{place}": value for place, value in enumerate(bound, 1)}
        return [tuple(row) for row in self._session.sql(for_spark(sql), args=given).collect()]

    def close(self) -> None:
        """Ends the session."""
        self._session.stop()


_TYPES = {"VARCHAR": "STRING"}
