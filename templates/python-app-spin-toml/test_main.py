import os
import subprocess
import sys
from pathlib import Path

import pytest
from cdk8s import Yaml


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """Folder with what main.py writes."""
    folder = tmp_path_factory.mktemp("written")
    environment = {**os.environ, "CDK8S_OUTDIR": str(folder)}
    subprocess.run([sys.executable, "main.py"], env=environment, check=True)
    return folder


def test_runs_the_application_of_spin_toml(written: Path) -> None:
    objects = Yaml.load(str(written / "manifests" / "apps" / "apps.k8s.yaml"))
    image = "ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0"
    assert len(objects) > 0
    # SpinApps, and Jobs for commands.
    assert all(image in str(object["spec"]) for object in objects)


@pytest.mark.skipif(not Path("dist").exists(), reason="python main.py has not written dist/ yet")
def test_has_in_dist_what_main_writes(written: Path) -> None:
    subprocess.run(["git", "diff", "--no-index", "--exit-code", "dist", str(written)], check=True)
