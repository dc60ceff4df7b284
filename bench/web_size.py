"""What a first visit downloads as script, gzipped. Builds the web app (`make web`) when there is none yet."""

import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def main() -> dict[str, Any]:
    """Kilobytes, as `npm run size` works them out from the build."""
    if not (ROOT / "web" / "dist" / ".vite" / "manifest.json").exists():
        subprocess.run(["make", "web"], cwd=ROOT, check=True)
    done = subprocess.run(
        ["node", "scripts/size.mjs"], cwd=ROOT / "web", capture_output=True, text=True, check=False
    )
    for line in done.stdout.splitlines():
        name, _, figure = line.partition(" ")
        if name == "web_first_load_kb_gzip":
            return {name: float(figure)}
    raise SystemExit(f"web/scripts/size.mjs gave no figure: {done.stderr.strip() or done.stdout.strip()}")
