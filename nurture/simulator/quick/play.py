"""A whole log, one person after the other: they meet only through jobs, and what happens to those is told to each."""

from nurture.domain.intake import Intake
from nurture.domain.records import Candidate
from nurture.simulator.log import Log
from nurture.simulator.news import News
from nurture.simulator.newsroom import Newsroom
from nurture.simulator.quick.dossier import Dossier
from nurture.simulator.quick.life import live
from nurture.simulator.quick.stage import Stage
from nurture.simulator.story import Story


def play(stage: Stage, log: Log) -> Story:
    """What a log comes to for each person; without what happened, which the log tells."""
    room = Newsroom(log, company_zone=stage.company.zone, own=stage.company.own)
    by_person: dict[str, list[News]] = {name: [] for name in log.people}
    of_jobs: list[News] = []
    jobs: list[Intake] = []
    for news in room.news():
        (by_person[news.who] if news.who else of_jobs).append(news)
        if news.who and isinstance(news.told, Intake) and news.told.jobs:
            jobs.append(news.told)
    nobody = Dossier(candidate=Candidate(id=""), own=stage.company.own)
    nobody.knows(jobs)
    people = (
        live(stage, nobody, name, person, sorted([*by_person[name], *of_jobs], key=lambda each: each.at), room.zone)
        for name, person in log.people.items()
    )
    return Story(zone=room.zone, people=tuple(people))
