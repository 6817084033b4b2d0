"""Takes pictures of every view of the page, wide and narrow, light and dark.

    take_pictures.py BINARY RUNS FOLDER

RUNS holds the runs of the paper's Figure 1; pictures go to FOLDER, half as large as they are seen.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

from browser import Browser
from client import Client
from server import ServerProcess

RUNS = "distillation_fig1_354.csv"
WIDTHS = {"wide": 1400, "narrow": 390}
# What lies further down is more of the same.
GREATEST_HEIGHT = 1900
VIEWS = {
    "plan": "budget=1e22&student=1B&law=ours",
    "frontier": "student=1B&law=ours",
    "maps": "study=figure-1",
    "gap": "student=1B&tokens=100B&law=ours",
    "runs": "study=figure-1",
    "fit": "study=figure-1&fit=",
}


def prepare(client: Client, runs: Path) -> str:
    """Makes a study with a law fitted to it; gives back the fit's identifier."""
    json_type = {"Content-Type": "application/json"}
    study = {"id": "figure-1", "name": "Figure 1 of the paper"}
    assert client.send("POST", "/studies", json.dumps(study).encode(), json_type).is_success
    file = runs.read_bytes()
    assert client.send("POST", "/studies/figure-1/runs?source=figure", file, {"Content-Type": "text/csv"}).is_success
    question = {
        "law": "distillation", "supervised_law": "busbridge-2025", "name": "ours", "leave_one_out": False,
        "bootstrap": {"resamples": 128},
    }
    asked: Any = client.send("POST", "/studies/figure-1/fits", json.dumps(question).encode(), json_type).json()
    for _ in range(300):
        fit: Any = client.get(f"/fits/{asked['id']}").json()
        if fit["status"] not in ("queued", "running"):
            break
        time.sleep(1)
    assert fit["status"] == "done", fit
    return str(fit["id"])


def take(browser: Browser, address: str, width: int, dark: bool) -> bytes:
    """The view at `address` as a PNG, half as large and of few colours."""
    browser.look(width, dark)
    browser.open(address)
    # The views ask the server and draw; nothing says when the last of them is done.
    time.sleep(3)
    height = min(GREATEST_HEIGHT, browser.run("return document.documentElement.scrollHeight"))
    browser.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    )
    time.sleep(0.5)
    image = Image.open(io.BytesIO(browser.driver.get_screenshot_as_png())).convert("RGB")
    if width > 600:
        image = image.resize((width // 2, height // 2), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    image.quantize(96, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> int:
    binary, runs, folder = sys.argv[1], Path(sys.argv[2]) / RUNS, Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        with ServerProcess(binary, work / "server", options=["--log-level", "error"]) as server:
            with Client(server.address) as client:
                fit = prepare(client, runs)
            with Browser(work) as browser:
                for view, values in VIEWS.items():
                    state = values + (fit if view == "fit" else "")
                    address = "http://{}:{}/#/{}?{}".format(*server.address, view, state)
                    for size, width in WIDTHS.items():
                        for dark in (False, True):
                            path = folder / f"{view}-{size}-{'dark' if dark else 'light'}.png"
                            path.write_bytes(take(browser, address, width, dark))
                            print(f"{path} {path.stat().st_size} bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
