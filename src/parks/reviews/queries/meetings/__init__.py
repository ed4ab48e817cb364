"""What is seen of a meeting: by its round's readers, from each place in the room, on the projector, and in letters."""

from parks.reviews.queries.meetings.lists import (
    READY,
    MeetingRow,
    MyMeeting,
    RoundMeetings,
    candidates,
    mine,
    of_round,
)
from parks.reviews.queries.meetings.pulse import HERE_NOW, MEMBERS, MINE, Pulse, out, pulse
from parks.reviews.queries.meetings.room import CriterionRow, ItemRow, MemberRow, Room, room
from parks.reviews.queries.meetings.told import MeetingTold, PlaceTold, meeting_told, place_told

__all__ = [
    "HERE_NOW",
    "MEMBERS",
    "MINE",
    "READY",
    "CriterionRow",
    "ItemRow",
    "MeetingRow",
    "MeetingTold",
    "MemberRow",
    "MyMeeting",
    "PlaceTold",
    "Pulse",
    "Room",
    "RoundMeetings",
    "candidates",
    "meeting_told",
    "mine",
    "of_round",
    "out",
    "place_told",
    "pulse",
    "room",
]
