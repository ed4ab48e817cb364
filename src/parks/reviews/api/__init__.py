"""Expert review for programs, a file a noun."""

from parks.reviews.api.conflicts import ConflictApi
from parks.reviews.api.desk import DeskApi
from parks.reviews.api.draws import DrawApi
from parks.reviews.api.evaluations import EvaluationApi
from parks.reviews.api.fees import FeeApi
from parks.reviews.api.letters import LetterApi
from parks.reviews.api.meetings import MeetingApi
from parks.reviews.api.pool import PoolApi, PoolImportApi
from parks.reviews.api.results import MarkQueryApi, ResultApi
from parks.reviews.api.reviewing import ReviewApi

CONTROLLERS = [
    ReviewApi,
    PoolApi,
    PoolImportApi,
    FeeApi,
    EvaluationApi,
    LetterApi,
    DrawApi,
    ConflictApi,
    DeskApi,
    ResultApi,
    MarkQueryApi,
    MeetingApi,
]
