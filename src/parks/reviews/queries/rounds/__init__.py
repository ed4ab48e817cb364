"""Rounds, their assessments and ranking, for officers and auditors of the place: the real names stand here alone."""

from parks.reviews.queries.rounds.choosing import Candidate, candidates
from parks.reviews.queries.rounds.detail import AssessmentDetail, assessment, assessment_of
from parks.reviews.queries.rounds.listed import ASSESSMENT_LIST, assessments
from parks.reviews.queries.rounds.ranked import RANK_LIST, RankRow, ranking, standings
from parks.reviews.queries.rounds.summed import Summary, summary
from parks.reviews.queries.rounds.whole import Measure, RoundView, RubricChoice, review_round, rounds, rubrics

__all__ = [
    "ASSESSMENT_LIST",
    "RANK_LIST",
    "AssessmentDetail",
    "Candidate",
    "Measure",
    "RankRow",
    "RoundView",
    "RubricChoice",
    "Summary",
    "assessment",
    "assessment_of",
    "assessments",
    "candidates",
    "ranking",
    "review_round",
    "rounds",
    "rubrics",
    "standings",
    "summary",
]
