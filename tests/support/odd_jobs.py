"""Jobs for processes of their own: numbers to double, and words that harm the process."""

import os
import signal
import time
from dataclasses import dataclass, field, replace

from corpus import Limits, UsageError, default_limits


@dataclass(frozen=True)
class OddJobs:
    """A `fedele.workers.Work` that does what a job says.

    Attributes:
        limits: on each job.
        complaint: why no job can be done at all, if so.
        seconds: what it takes to get ready.
    """

    limits: Limits = field(default_factory=default_limits)
    complaint: str = ""
    seconds: float = 0
    what = "this job"

    def warm_up(self):
        time.sleep(self.seconds)
        if self.complaint:
            raise UsageError(self.complaint)

    def do(self, job):
        if not isinstance(job, str):
            return 2 * job
        word, _, number = job.partition(" ")
        match word:
            case "signal":
                os.kill(os.getpid(), int(number))
            case "exit":
                os._exit(int(number))
            case "sleep":
                time.sleep(float(number))
            case "hold":
                return len(bytes(int(number)))
        return os.getpid()

    def failed(self, job, error):
        return f"{job}: {error}"


def limited(**limits):
    return OddJobs(replace(default_limits(), **limits))


KILL, CRASH, STOP = (
    f"signal {number:d}" for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP)
)
