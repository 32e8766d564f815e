"""How good the detections are: what they see of labelled attacks, and what of benign events.

    RINGWALL_CORPUS=FOLDER python bench/detect_quality.py [FOLDER ...] [--inject] [--json]

It scores each folder of labelled NDJSON (`quality/cases.py` says the lines): recall by technique,
and whether a rule about the technique hit or a generic one; samples that should and should not be
hit, by findings and by acts of context (common ones, which are told beside incidents); alerts and
incidents per 1,000 benign events, and per account and day; the time to detect.
The events are ingested as log files into a home of their own, and detected by the product's jobs.

With `--inject` the attacks are moved into a month of the simulated organization (synthetic, see
`README.md`): recall and noise are of one run, at one setting of all thresholds. `--benign` does
the same without any attack. `--trial` counts the hits of rules that are on trial, too.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from quality.case_logs import write_cases, write_events
from quality.cases import Case, Event, Labelled, read_benign, read_folder
from quality.figures import Figure, figure_lines, noise_figures, recall_figures, sample_figures
from quality.injection import inject, mix
from quality.product import watch
from quality.score import Seen, score_cases, score_noise
from simulation.bucket import write_trail
from simulation.scripts import Timed
from simulation.stream import BASE, Simulation


def main() -> None:
    """Print one line per figure."""
    options = _parse()
    figures: list[Figure] = []
    for folder in options.folders:
        labelled = read_folder(folder)
        with tempfile.TemporaryDirectory(dir=options.work) as work:
            if options.inject:
                figures += score_injected(labelled, options, Path(work))
            else:
                figures += score_folder(labelled, Path(work), with_trial=options.trial)
    if options.benign:
        with tempfile.TemporaryDirectory(dir=options.work) as work:
            figures += score_injected(Labelled(), options, Path(work))
    if options.json:
        print(json.dumps([figure.as_json for figure in figures], indent=1))
        return
    for line in figure_lines(figures, is_long=options.verbose):
        print(line)


def score_folder(labelled: Labelled, work: Path, *, with_trial: bool = False) -> Iterator[Figure]:
    """Yield the figures of a folder by itself: each attack and sample in an account of its own."""
    logs, places = work / "logs", _Places()
    attacks = [case for case in labelled.cases if case.account]
    mixed = [case for case in labelled.cases if not case.account]
    write_cases(logs, attacks)
    write_events(logs / "mixed", places.count(read_benign(labelled)))
    write_events(logs / "labelled", (event for case in mixed for event in case.events))
    seen = watch(work / "home", logs, with_trial=with_trial)
    yield from _figures(labelled.cases, labelled.passed_over, seen, places)


def score_injected(labelled: Labelled, options: argparse.Namespace, work: Path) -> Iterator[Figure]:
    """Yield the figures of the attacks in the simulated organization, and of the organization."""
    simulation = Simulation(options.seed, options.days, options.principals, options.events_per_day)
    attacks = [case for case in labelled.cases if case.kind == "attack"]
    moved = inject(simulation, attacks, options.seed)
    ids = {each for case in moved for each in case.event_ids}
    places = _Places()
    write_trail(work / "logs", places.count_timed(mix(simulation, moved), ids))
    seen = watch(work / "home", work / "logs", with_trial=options.trial)
    yield from _figures(moved, {}, seen, places)


class _Places:
    """Benign events as they pass: how many, of which accounts and days."""

    def __init__(self) -> None:
        self.events = 0
        self.accounts: set[str] = set()
        self.days: set[str] = set()

    def count(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            self.note(event)
            yield event

    def count_timed(self, events: Iterable[Timed], attack: set[str]) -> Iterator[Timed]:
        for timed in events:
            if timed[1]["eventID"] not in attack:
                self.note(timed[1])
            yield timed

    def note(self, event: Event) -> None:
        self.events += 1
        self.accounts.add(str(event.get("recipientAccountId", "")))
        self.days.add(str(event.get("eventTime", ""))[:10])


def _figures(
    cases: Sequence[Case], passed_over: Mapping[str, int], seen: Seen, places: _Places
) -> Iterator[Figure]:
    scores = score_cases(cases, seen)
    yield from recall_figures(scores, seen)
    yield from sample_figures(scores, passed_over)
    if places.events:
        attack_hits = {hit.uid for score in scores for hit in (*score.hits, *score.context)}
        noise = score_noise(
            seen, attack_hits, events=places.events, accounts=len(places.accounts),
            days=len(places.days),
        )  # fmt: skip
        yield from noise_figures(noise)


def _parse(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score the detections on labelled events.")
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--inject", action="store_true", help="attacks in the simulated month")
    parser.add_argument("--benign", action="store_true", help="the simulated month alone")
    parser.add_argument("--trial", action="store_true", help="with the rules that are on trial")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="each case and each noisy rule")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--principals", type=int, default=200)
    parser.add_argument("--events-per-day", type=int, default=BASE)
    parser.add_argument("--work", type=Path, help="where temporary files go")
    options = parser.parse_args(words)
    corpus = os.environ.get("RINGWALL_CORPUS")
    if not options.folders and corpus and not options.benign:
        options.folders = [Path(corpus)]
    if not options.folders and not options.benign:
        sys.exit("name a folder, or set RINGWALL_CORPUS to one")
    return options


if __name__ == "__main__":
    main()
