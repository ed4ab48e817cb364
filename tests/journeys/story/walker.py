"""One person at one browser, who finds everything by what it is called in their language.

Every page that a walker arrives at by `sees` is judged once a journey: a picture, axe, nothing off the side.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Locator, Page, expect
from tests.journeys.conftest import Visit
from tests.journeys.eyes import good
from tests.make.identity import PASSWORD

from parks.kernel.words import Bilingual, Text
from parks.web.language import translate

Words = str | Text | Bilingual


@dataclass
class Journey:
    """How this telling of the story is read, and what has been looked at already."""

    visit: Visit
    live: str
    lang: str
    width: int
    js: bool
    colours: bool = True
    """False where the same pages are judged in another telling: neither a language nor a script sets a colour."""
    seen: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.lang}-{self.width}{'' if self.js else '-nojs'}"

    async def walker(self) -> "Walker":
        page = await self.visit(lang=self.lang, width=self.width, js=self.js, accept_downloads=True)
        page.context.on("request", lambda sent: self._ours(sent.url))
        return Walker(self, page)

    def _ours(self, url: str) -> None:
        if not url.startswith((self.live, "data:", "blob:")):
            self.foreign.append(url)

    async def signed_in(self, email: str) -> "Walker":
        walker = await self.walker()
        await walker.sign_in(email)
        return walker


class Walker:
    def __init__(self, journey: Journey, page: Page) -> None:
        self.journey = journey
        self.page = page
        self.box = "main"
        """Where one writes: the page, or the form that was opened in it."""
        self.loads = 0
        """Documents this walker's page has loaded so far; what htmx puts into a page is none."""
        page.on("domcontentloaded", lambda _page: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def word(self, words: Words, **values: Any) -> str:
        """As this reader sees it. A plain string is a key of the catalogues."""
        text = Text(words, values) if isinstance(words, str) else words
        return translate(text, self.journey.lang)

    def _label(self, words: Words) -> re.Pattern[str]:
        """A field's name: with its mark for needed, or said to be optional."""
        more = rf"(\*|{re.escape(self.word('(optional)'))})?"
        return re.compile(rf"^\s*{re.escape(self.word(words))}\s*{more}\s*$")

    # --- where one is -----------------------------------------------------------------------------------------------
    async def open(self, path: str) -> None:
        """By address: only where a person would have typed one or followed a letter."""
        answer = await self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    async def sees(self, name: str, *said: Words, **values: Any) -> None:
        """The page says this; and it is a good page (judged once a journey)."""
        main = self.page.locator("body")
        for one in said:
            await expect(main).to_contain_text(self.word(one, **values))
        if name not in self.journey.seen:
            self.journey.seen.add(name)
            if self.journey.js:  # what the page fetches into itself has come
                await expect(self.page.locator("main [hx-trigger=load]")).to_have_count(0)
            await good(
                self.page, f"{len(self.journey.seen):02}-{name}-{self.journey.name}", colours=self.journey.colours
            )

    async def reads(self, *text: str) -> None:
        """Somebody's own words: names, numbers, what was typed."""
        for one in text:
            await expect(self.page.locator("body")).to_contain_text(one)

    async def follow(self, words: Words, *, within: Locator | None = None, **values: Any) -> None:
        said = re.compile(rf"^\s*{re.escape(self.word(words, **values))}")
        links = (within or self.page.locator("main")).get_by_role("link", name=said)
        await self._go(links.first)

    async def door(self, words: Words) -> None:
        """Through the menu: in the rail on a desk, in the drawer on a phone."""
        drawer = self.page.locator(".drawer > summary")
        if await drawer.is_visible():
            await drawer.click()
            menu = self.page.locator(".drawer nav")
        else:
            menu = self.page.locator(".rail")
        await self._go(menu.get_by_role("link", name=self.word(words), exact=True))

    async def press(self, words: Words, *, within: Locator | None = None, **values: Any) -> None:
        said = self.word(words, **values)
        button = (within or self.page.locator("main")).get_by_role("button", name=said, exact=True)
        await self._go(button.first)

    async def opens(self, words: Words, where: str = "#line") -> None:
        """A form: with JavaScript in the page that is open, else on a page of its own."""
        if not self.journey.js:
            await self.follow(words)
            return
        said = re.compile(rf"^\s*{re.escape(self.word(words))}")
        await self.page.locator("main").get_by_role("link", name=said).first.click()
        await expect(self.page.locator(f"{where} form")).to_be_visible()
        self.box = where

    async def refused(self, words: Words, where: str) -> None:
        """The same for what will not be taken: the form says so where it stands."""
        if not self.journey.js:
            await self.press(words)
            return
        await self.page.locator(where).get_by_role("button", name=self.word(words), exact=True).click()
        await expect(self.page.locator(f"{where} .summary")).to_be_visible()

    async def keeps(self, words: Words) -> None:
        """What the open form holds is saved; with JavaScript the form closes where it stood, and it is said."""
        if not self.journey.js:
            await self.press(words)
            return
        await self.page.locator("#line").get_by_role("button", name=self.word(words), exact=True).click()
        await expect(self.page.locator("#line")).to_have_count(0)
        self.box = "main"
        await expect(self.page.locator("#alerts")).to_contain_text(self.word("Saved."))

    async def _go(self, what: Locator) -> None:
        async with self.page.expect_navigation(wait_until="load"):
            await what.click()
        self.box = "main"

    async def unfold(self, words: Words, **values: Any) -> Locator:
        """Open what is folded away; answers what was inside."""
        said = re.compile(rf"^\s*{re.escape(self.word(words, **values))}\s*$")
        box = self.page.locator("main details").filter(has=self.page.locator("summary", has_text=said)).last
        if await box.get_attribute("open") is None:
            await box.locator("summary").first.click()
        return box

    async def confirm(self, words: Words, reason: str = "", **values: Any) -> None:
        """A weighty act: opened, read, perhaps reasoned, done."""
        box = await self.unfold(words, **values)
        if reason:
            await box.get_by_role("textbox").fill(reason)
        await self.press(words, within=box, **values)

    # --- what one types ---------------------------------------------------------------------------------------------
    def field(self, words: Words, *, within: Locator | None = None) -> Locator:
        return (within or self.page.locator(self.box)).get_by_label(self._label(words)).first

    async def write(self, fields: Mapping[Words, str], *, within: Locator | None = None) -> None:
        for words, value in fields.items():
            await self.field(words, within=within).fill(value)

    async def choose(self, words: Words, option: Words | re.Pattern[str], *, within: Locator | None = None) -> None:
        """One of a list that opens."""
        box = self.field(words, within=within)
        wanted = option if isinstance(option, re.Pattern) else re.compile(rf"^\s*{re.escape(self.word(option))}\s*$")
        value = await box.locator("option").filter(has_text=wanted).first.get_attribute("value")
        assert value is not None, f"{option} is not offered"
        await box.select_option(value)

    def group(self, words: Words) -> Locator:
        return self.page.get_by_role("group", name=self._label(words)).first

    async def pick(self, words: Words, option: Words) -> None:
        """One of a group of radio buttons."""
        await self.group(words).get_by_label(self._label(option)).check()

    async def tick(self, words: Words, *, within: Locator | None = None) -> None:
        await self.field(words, within=within).check()

    async def attach(self, words: Words, name: str, body: bytes, *, within: Locator | None = None) -> None:
        await self.field(words, within=within).set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": body}
        )

    async def downloads(self, words: Words) -> bytes:
        """Follow a link to a file, with the browser's own cookies."""
        link = self.page.locator("main").get_by_role("link", name=self.word(words)).first
        answer = await self.page.context.request.get(str(await link.get_attribute("href")))
        assert answer.status == 200, answer.url
        return await answer.body()

    # --- who one is -------------------------------------------------------------------------------------------------
    async def sign_in(self, email: str, password: str = PASSWORD) -> None:
        await self.open("/session/new")
        await self.sees("sign-in", "New here?")
        await self.write({"E-mail address": email, "Password": password})
        await self.press("Sign in")
