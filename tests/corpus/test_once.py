"""What is worked out once: by one thread for all, each object for itself."""

import threading
from concurrent.futures import ThreadPoolExecutor

from corpus.once import lock_of, once


class Sum:
    def __init__(self, *numbers):
        self.numbers = numbers
        self.times = 0

    @once
    def total(self):
        """All together."""
        self.times += 1
        return sum(self.numbers)


def test_it_is_worked_out_at_the_first_use_and_then_stands_there():
    one = Sum(1, 2)
    assert (one.total, one.total, one.times) == (3, 3, 1)
    del vars(one)["total"]
    assert (one.total, one.times) == (3, 2)
    assert Sum.total.__doc__ == "All together."


def test_of_many_threads_one_works_it_out():
    one = Sum(*range(1000))
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: one.total, range(50))) == {499_500}
    assert one.times == 1


def test_who_works_one_out_keeps_no_other_waiting():
    slow, quick, found = Sum(1), Sum(2), []
    with lock_of(slow):
        asked = threading.Thread(target=lambda: found.append(quick.total))
        asked.start()
        asked.join(30)
    assert found == [2]
