"""What the pages let in, the API lets in, and nobody else: read from the reviewed table, line against line."""

import pytest
from tests.access.scene import COLUMNS
from tests.access.test_table import lines

TWINS = (
    ("calendar:show", "api-calendar:show"),
    ("calendar:put", "api-calendar:put"),
    ("year:put", "api-year:put"),
    ("policies:show", "api-policies:show"),
    ("policies:post", "api-policies:post"),
    ("retention:list", "api:retention:classes"),
    ("retention:list", "api:holds:index"),
    ("holds:post", "api:holds:post"),
    ("holds:lift", "api:holds:lift"),
    ("deletion:post", "api:deletion:post"),
    ("deletion:show", "api:deletion:show"),
    ("deletion:put", "api:deletion:put"),
    ("deletion:drop", "api:deletion:drop"),
    ("statistics:show", "api:statistics:show"),
    ("statistics:results", "api:statistics:results"),
    ("statistics:public", "api:statistics:public"),
    ("self-check:show", "api:self-check:show"),
    ("self-check:post", "api:self-check:post"),
    ("to-do:list", "api:to-do:list"),
    ("messages:edit", "api:messages:show"),
    ("messages:put", "api:messages:put"),
    ("organisations:index", "api:organisations:index"),
    ("organisations:show", "api:organisation:appointments"),
    ("organisations:post", "api:organisations:post"),
    ("appointments:index", "api:appointments:index"),
    ("appointments:post", "api:appointments:post"),
    ("appointments:delete", "api:appointments:delete"),
    ("people:show", "api:people:show"),
    ("people:suspend", "api:people:suspend"),
    ("people:restore", "api:people:restore"),
    ("handover:show", "api:handover:show"),
    ("place:put", "api:place:put"),
    ("pool-import:post", "api-pool-import:put"),
    ("pool-import:show", "api-pool-import:show"),
    ("pool-import:confirm", "api-pool-import:confirm"),
    ("pool-import:delete", "api-pool-import:delete"),
    ("estate:edit", "api:estate"),
    ("estate:post", "api:estate:post"),
    ("estate:put", "api:estate:put"),
    ("occupancy:show", "api:occupancy"),
    ("stack:show", "api:park-units"),
    ("allocations:list", "api:allocations"),
    ("rooms:list", "api:rooms"),
    ("rooms:show", "api:room"),
    ("bookings:post", "api:bookings-post"),
    ("blockings:post", "api:blockings-post"),
    ("room:put", "api:room-put"),
    ("bookings:list", "api:bookings"),
    ("booking:cancel", "api:booking-cancel"),
    ("booking:answer", "api:booking-answer"),
    ("visits:list", "api:visits"),
    ("visits:post", "api:visits-post"),
    ("visits:show", "api:visit"),
    ("visits:arrive", "api:visit-arrive"),
    ("evaluations:show", "api-evaluations:show"),
    ("evaluation:put", "api-evaluation:put"),
    ("my-years:show", "api-my-years:show"),
    ("letters:post", "api-letters:post"),
    ("expert-letter:show", "api-expert-letter:show"),
    ("my-letter:show", "api-my-letter:show"),
    ("fees:show", "api-fees:show"),
    ("fees:put", "api-fees:put"),
    ("fee-rate:put", "api-fee-rate:put"),
    ("my-fees:show", "api-my-fees:show"),
    ("my-account:put", "api-my-account:put"),
    ("meetings:list", "api-meetings:list"),
    ("meetings:post", "api-meetings:post"),
    ("meeting:show", "api-meeting:show"),
    ("meeting-members:post", "api-meeting-members:post"),
    ("meeting-member:delete", "api-meeting-member:delete"),
    ("meeting-agenda:put", "api-meeting-agenda:put"),
    ("meeting-date:put", "api-meeting-date:put"),
)
"""A page's door and its twin for programs."""


@pytest.mark.parametrize(("page", "twin"), TWINS)
def test_a_door_for_programs_opens_to_whom_its_page_opens(page: str, twin: str) -> None:
    table = {one["name"]: one for one in reversed(lines()) if one["case"] == ""}
    people = [one for one in COLUMNS if one != "key_read"]  # keys open the API alone
    assert table[page]["access"] == table[twin]["access"]
    assert {one: table[page][one] for one in people} == {one: table[twin][one] for one in people}
