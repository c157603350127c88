"""A real browser, driven through the DevTools protocol: it clicks and types where a person would."""

import asyncio
import base64
import itertools
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import pytest
from websockets.asyncio.client import ClientConnection, connect

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE: Final = "HOMING_TESTS_CHROMIUM"
PATIENCE: Final = 60.0
_LISTENING: Final = re.compile(rb"DevTools listening on (ws://\S+)")
_LARGEST: Final = 64 * 2**20
_OPTIONS: Final = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--lang=en",
    "--mute-audio",
)


def find_chromium() -> str:
    """The program, by its name. A browser is part of what is tested: without one the tests fail."""
    named = os.environ.get(VARIABLE)
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            f"The profile page is tested with Chromium, and there is none: `apt-get install chromium` "
            f"(or your system's way), or name one in {VARIABLE}.",
            pytrace=False,
        )
    return found


@dataclass
class Chromium:
    """A running browser. Answers to commands come by their ids, and events to whoever waits for them."""

    socket: ClientConnection
    waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    events: dict[tuple[str, str], list[asyncio.Future[dict[str, Any]]]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    """What went wrong on pages, by session: errors of scripts, and of the page's policy."""
    ids: Any = field(default_factory=itertools.count)

    async def listen(self) -> None:
        """Hand out what comes, until the browser is gone."""
        async for raw in self.socket:
            message = json.loads(raw)
            session = message.get("sessionId", "")
            if "id" in message:
                future = self.waiting.pop(message["id"])
                if "error" in message:
                    future.set_exception(RuntimeError(str(message["error"])))
                else:
                    future.set_result(message["result"])
                continue
            self._hear(session, message["method"], message["params"])

    def _hear(self, session: str, method: str, params: dict[str, Any]) -> None:
        for future in self.events.pop((session, method), []):
            if not future.done():
                future.set_result(params)
        if method == "Runtime.exceptionThrown":
            self.said.setdefault(session, []).append(params["exceptionDetails"]["text"])
        if method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.said.setdefault(session, []).append(params["entry"]["text"])

    async def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        number = next(self.ids)
        future = asyncio.get_running_loop().create_future()
        self.waiting[number] = future
        to = {"sessionId": session} if session else {}
        await self.socket.send(json.dumps({"id": number, "method": method, "params": params, **to}))
        async with asyncio.timeout(PATIENCE):
            found: dict[str, Any] = await future
            return found

    def event(self, session: str, method: str) -> asyncio.Future[dict[str, Any]]:
        """The next one, from now on."""
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self.events.setdefault((session, method), []).append(future)
        return future

    async def tab(self) -> "Tab":
        """A tab with cookies of its own."""
        context = (await self.call("Target.createBrowserContext"))["browserContextId"]
        target = await self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        tab = Tab(self, attached["sessionId"], context)
        for domain in ("Page", "Runtime", "Log"):
            await tab.call(f"{domain}.enable")
        return tab


@dataclass
class Tab:
    """A tab. Selectors are CSS; what they name must be there, and must be seen to be clicked."""

    browser: Chromium
    session: str
    context: str

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.browser.call("Target.disposeBrowserContext", browserContextId=self.context)

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        return await self.browser.call(method, self.session, **params)

    async def size(self, width: int, height: int, *, zoom: float = 1) -> None:
        """A window of so many pixels; ``zoom`` as a reader sets it, which leaves fewer for the page."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=round(width / zoom),
            height=round(height / zoom),
            deviceScaleFactor=zoom,
            mobile=False,
        )

    async def scripts(self, *, on: bool) -> None:
        await self.call("Emulation.setScriptExecutionDisabled", value=not on)

    async def colors(self, scheme: str) -> None:
        feature = {"name": "prefers-color-scheme", "value": scheme}
        await self.call("Emulation.setEmulatedMedia", features=[feature])

    async def speak(self, languages: str) -> None:
        agent = (await self.browser.call("Browser.getVersion"))["userAgent"]
        await self.call("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=languages)

    async def open(self, url: str) -> None:
        loaded = self.browser.event(self.session, "Page.loadEventFired")
        await self.call("Page.navigate", url=url)
        async with asyncio.timeout(PATIENCE):
            await loaded

    async def ask(self, expression: str) -> Any:
        """The value of a script's expression, which runs for the test and not for the page."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def text(self) -> str:
        return str(await self.ask("document.body.innerText"))

    async def click(self, selector: str) -> None:
        """In the middle of what is there, as a pointer does."""
        place = await self.ask(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " if (!e) return null; e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const r = e.getBoundingClientRect();"
            " return r.width && r.height ? [r.x + r.width / 2, r.y + r.height / 2] : null; })()"
        )
        assert place is not None, f"{selector} can't be clicked"
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1
            )

    async def press(self, key: str, **more: Any) -> None:
        """A key of the keyboard by its name (``Tab``, ``Enter``)."""
        text = {"text": "\r"} if key == "Enter" else {"text": " "} if key == " " else {}
        codes = {"Tab": 9, "Enter": 13, " ": 32}
        common = {"key": key, "windowsVirtualKeyCode": codes[key], **more}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **common, **text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    async def type(self, selector: str, words: str) -> None:
        await self.click(selector)
        await self.call("Input.insertText", text=words)

    async def send(self, selector: str) -> None:
        """Click what sends a form, and wait for the page that answers."""
        loaded = self.browser.event(self.session, "Page.loadEventFired")
        await self.click(selector)
        async with asyncio.timeout(PATIENCE):
            await loaded

    async def shoot(self, path: Path) -> None:
        """A picture of the whole page."""
        size = (await self.call("Page.getLayoutMetrics"))["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = await self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        await asyncio.to_thread(path.write_bytes, base64.b64decode(shot["data"]))

    @property
    def faults(self) -> list[str]:
        """What the page's scripts and its policy complained of."""
        return self.browser.said.get(self.session, [])


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Chromium]:
    """A browser that keeps what it keeps in ``folder``."""
    root = sys.platform == "linux" and os.geteuid() == 0
    process = await asyncio.create_subprocess_exec(
        find_chromium(),
        *_OPTIONS,
        *(("--no-sandbox",) if root else ()),
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    drain = None
    try:
        async with asyncio.timeout(PATIENCE):
            address = await _address(process.stderr)
        drain = asyncio.create_task(_drain(process.stderr))
        async with connect(address, max_size=_LARGEST, compression=None) as socket:
            browser = Chromium(socket)
            listening = asyncio.create_task(browser.listen())
            yield browser
            listening.cancel()
    finally:
        process.terminate()
        await process.wait()
        if drain is not None:
            await drain


async def _address(stream: asyncio.StreamReader) -> str:
    said = b""
    while line := await stream.readline():
        said += line
        if found := _LISTENING.search(line):
            return found[1].decode()
    raise RuntimeError(f"Chromium ended at once: {said.decode(errors='replace')[-2000:]}")


async def _drain(stream: asyncio.StreamReader) -> None:
    while await stream.read(65_536):
        pass
