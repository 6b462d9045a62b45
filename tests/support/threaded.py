"""Run in a process of its own: reviews in threads at once, from the first use of everything.

    python threaded.py THREADS shared|own

Prints the digest of each review's JSON as the threads found it, and alone afterwards.
"""

import hashlib
import json
import sys
from threading import Barrier, Thread

import fedele

SENTENCES = {
    "it": (
        "Il governo ha approvato ieri sera il bilancio di 3,5 milioni di euro.",
        "Nessuno ha votato contro, ma il ministro Rossi era assente.",
        "Secondo moltissimi osservatori la decisione arriverà il 3 marzo 2024.",
        "Il treno delle 18:30 per Torino non è mai partito.",
    ),
    "en": (
        "The government approved the budget of 3.5 million euros last night.",
        "Nobody voted against it, but minister Rossi was absent.",
        "According to observers the decision will arrive on 4 March 2024.",
        "The 6:30 pm train to Turin left.",
    ),
}


def texts(number: int) -> tuple[str, str]:
    """A pair; every second thread reads the same one."""
    turn = number % 2 * number
    source, target = (
        "\n\n".join(f"{lines[(turn + n) % len(lines)]} {lines[n]}" for n in range(len(lines)))
        for lines in SENTENCES.values()
    )
    return source, target


def digest(number: int, encoder) -> str:
    """What a review comes to."""
    term = fedele.Term(("bilancio",), ("accounts",), (), "terms.csv", 2)
    effort = "full" if number % 3 == 0 else "fast"
    review = fedele.review_texts(*texts(number), model=encoder, effort=effort, terms=[term])
    record = json.dumps(review.to_dict(), sort_keys=True)
    return hashlib.sha256(record.encode()).hexdigest()


def main(count: int, encoders: str) -> None:
    sys.setswitchinterval(1e-5)  # threads take turns a hundred times as often as usual
    encoder = fedele.load_encoder() if encoders == "shared" else "use"
    barrier, found = Barrier(count), {}

    def work(number: int) -> None:
        barrier.wait()
        found[number] = digest(number, encoder)

    threads = [Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = [found.get(number) for number in range(count)]
    alone = [digest(number, encoder) for number in range(count)]
    json.dump({"together": together, "alone": alone}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
