"""A Dask cluster of real processes on this machine, as its commands start it."""

import json
import os
import shutil
import subprocess
import sys
import time

import psutil
import pytest

PATIENCE_SECONDS = 60
HERE = ("--host", "127.0.0.1", "--no-dashboard")


class Cluster:
    """A scheduler and its workers, in processes of their own.

    Attributes:
        address: the scheduler's.
        workers: a process a worker, in the order in which they were started.
    """

    def __init__(self, folder, workers, *, allowed_failures=1, certificate=None):
        self._folder = folder
        self._tls = tls_options(certificate) if certificate else ()
        self._file = folder / "scheduler.json"
        self._failures = str(allowed_failures)
        self.workers = []
        where = ("--port", "0", "--scheduler-file", str(self._file))
        self.scheduler = self._start("scheduler", *where)
        self.address = self._address()
        for _ in range(workers):
            self.add_worker()

    def add_worker(self, *options):
        """Start a worker, with one thread and without a nanny to start it again."""
        options = options or ("--no-nanny",)
        where = ("--nthreads", "1", "--local-directory", str(self._folder))
        self.workers.append(self._start("worker", self.address, *where, *options))
        return self.workers[-1]

    def close(self):
        """Kill everything, and whatever it started."""
        for process in (*self.workers, self.scheduler):
            for child in (*children(process), process):
                child.kill()
            process.wait()

    def _start(self, *command):
        environment = {
            **os.environ,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": self._failures,
            "OMP_NUM_THREADS": "1",
        }
        with (self._folder / f"{command[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command, *HERE, *self._tls],
                cwd=self._folder,
                env=environment,
                stdout=log,
                stderr=log,
            )

    def _address(self):
        until = time.monotonic() + PATIENCE_SECONDS
        while not (self._file.exists() and self._file.stat().st_size):
            assert self.scheduler.poll() is None, "the scheduler ended"
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.1)
        return json.loads(self._file.read_text("utf-8"))["address"]


def certificate(folder):
    """A key and a certificate that vouches for itself, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl, to make a certificate")
    file = folder / "member.pem"
    made = [openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=member"]
    subprocess.run(
        [*made, "-keyout", file, "-out", folder / "cert.pem"], check=True, stderr=subprocess.DEVNULL
    )
    with file.open("ab") as whole:
        whole.write((folder / "cert.pem").read_bytes())
    return file


def tls_options(certificate):
    """What the commands of a cluster take to talk to nobody but holders of the certificate."""
    file = str(certificate)
    return ("--tls-ca-file", file, "--tls-cert", file, "--tls-key", file)


def children(process):
    """All processes below a process, none where it has ended."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
