"""Every change to space: the estate, what is asked for, what is taken."""

from parks.spaces.actions.allocations import close_unit, end, hold, let, take, use_unit
from parks.spaces.actions.bookings import Booked, Skipped, answer_booking, block, book, cancel_booking, renew_feed
from parks.spaces.actions.divisions import Part, merge, split
from parks.spaces.actions.estate import add_building, add_floor, add_unit, found_park
from parks.spaces.actions.estate_sheet import bring_in as bring_in_estate
from parks.spaces.actions.estate_sheet import look_at as look_at_estate
from parks.spaces.actions.incubations import open_incubation, take_step
from parks.spaces.actions.leases import write_lease
from parks.spaces.actions.moves import change, extend, move, swap
from parks.spaces.actions.offers import accept_offer, decline_offer, offer, sweep_offers
from parks.spaces.actions.requests import ask_for_unit, decline, withdraw
from parks.spaces.actions.rooms import RoomSettings, set_room
from parks.spaces.actions.scenarios import Unfitting, drop_scenario, leave_out, plan_scenario, publish_scenario
from parks.spaces.actions.services import answer_service, ask_service, rate_service, reopen_service, set_promises
from parks.spaces.actions.visitors import announce_visitor, erase_visitors, note_arrival
from parks.spaces.actions.waiting import offer_in_turn, set_waiting_list

__all__ = [
    "Booked",
    "Part",
    "RoomSettings",
    "Skipped",
    "Unfitting",
    "accept_offer",
    "add_building",
    "add_floor",
    "add_unit",
    "announce_visitor",
    "answer_booking",
    "answer_service",
    "ask_for_unit",
    "ask_service",
    "block",
    "book",
    "bring_in_estate",
    "cancel_booking",
    "change",
    "close_unit",
    "decline",
    "decline_offer",
    "drop_scenario",
    "end",
    "erase_visitors",
    "extend",
    "found_park",
    "hold",
    "leave_out",
    "let",
    "look_at_estate",
    "merge",
    "move",
    "note_arrival",
    "offer",
    "offer_in_turn",
    "open_incubation",
    "plan_scenario",
    "publish_scenario",
    "rate_service",
    "renew_feed",
    "reopen_service",
    "set_promises",
    "set_room",
    "set_waiting_list",
    "split",
    "swap",
    "sweep_offers",
    "take",
    "take_step",
    "use_unit",
    "withdraw",
    "write_lease",
]
