"""tally: which tests passed? Counts them and prints those that failed."""
import sys

# Of one test that fails in many places, so many are printed.
SHOWN_MOST = 40

# Characters of a detail that are shown.
DETAIL_MOST = 4000


class Tally:
    """The count of one suite. Tests have names, so that a failure is found."""

    def __init__(self):
        self.passed = self.failed = 0

    def test(self, name, wrong=()):
        """One test. `wrong` is what is wrong: a text, a list of texts, or
        nothing; another value is shown as it is. Whether it passed comes
        back."""
        if isinstance(wrong, str) or not hasattr(wrong, "__iter__"):
            wrong = [wrong]
        wrong = [str(text) for text in wrong if text]
        self.passed += not wrong
        self.failed += bool(wrong)
        if wrong:
            lines = [f"FAILED {name}", *wrong[:SHOWN_MOST]]
            if len(wrong) > SHOWN_MOST:
                lines.append(f"and {len(wrong) - SHOWN_MOST} more")
            # At once, since suites count side by side.
            text = "\n".join(lines).replace("\n", "\n    ")
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        return not wrong

    def holds(self, name, good, *details):
        """One test: that something is so. `details` are shown when not."""
        return self.test(name, () if good else [
            str(detail)[:DETAIL_MOST] for detail in details if detail] or
            "it is not so")

    def equal(self, name, found, expected):
        """One test: that two values are the same."""
        return self.test(name, "" if found == expected else
                         f"found    {found!r}\nexpected {expected!r}")

    def add(self, other):
        """Take over the count of another tally."""
        self.passed += other.passed
        self.failed += other.failed

    def end(self):
        """Print the count and end the program."""
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)
