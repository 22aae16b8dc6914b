"""The bundle of main.ts, written in Python, and a delivery of one's own."""

import importlib.metadata
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsii
from cdk8s import ApiObjectMetadata, Chart
from cdk8s_spinkube import (
    Bundle,
    Cluster,
    Delivery,
    DeliveryFile,
    GitSource,
    IDelivery,
    SpinApp,
    SpinKube,
    SpinKubeRelease,
)

ROOT = pathlib.Path(__file__).parents[3]
IMAGE = "ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0"


@jsii.implements(IDelivery)
class Listing:
    """Lists the stages, and the objects of a kind in each."""

    @property
    def name(self):
        return "listing"

    def deliver(self, context):
        lines = [f"{stage.level} {stage.name} after {', '.join(stage.depends_on)}" for stage in context.stages]
        deployments = [
            f"{object.namespace}/{object.name} {object.manifest['spec'].get('replicas')}"
            for stage in context.stages
            for object in stage.objects
            if object.kind == "Deployment"
        ]
        clusters = [
            f"{cluster.directory} {cluster.labels} {len(cluster.stages)}" for cluster in context.clusters
        ]
        text = "\n".join([*lines, *deployments, *context.prerequisites, *clusters])
        return [DeliveryFile(path="listing/stages.txt", text=text, executable=True)]


@jsii.implements(IDelivery)
class Misplaced:
    @property
    def name(self):
        return "misplaced"

    def deliver(self, context):
        return [DeliveryFile(path="../stages.txt", text="")]


def add_platform(scope):
    spinkube = SpinKube(scope, "spinkube", release=SpinKubeRelease.V2026_12)
    apps = Chart(scope, "apps", namespace="default")
    SpinApp(
        apps,
        "simple-spinapp",
        metadata=ApiObjectMetadata(name="simple-spinapp"),
        image=IMAGE,
        executor=spinkube.executor,
    )


def files_below(folder):
    return {
        str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def python_blocks(page):
    text = (ROOT / "docs" / "how-to" / page).read_text()
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


class BundleTest(unittest.TestCase):
    maxDiff = None

    def synth(self, *deliveries, fill=add_platform):
        with tempfile.TemporaryDirectory() as folder:
            bundle = Bundle(outdir=folder, deliveries=list(deliveries))
            fill(bundle)
            bundle.synth()
            return files_below(pathlib.Path(folder))

    def test_is_the_same_as_in_typescript(self):
        source = GitSource.of(url="https://github.com/example/gitops.git", path="dist")
        files = self.synth(Delivery.kubectl(), Delivery.argo_cd(source=source), Delivery.flux(source=source))
        expected = files_below(ROOT / "dist")
        self.assertEqual(sorted(files), sorted(expected))
        for path, text in expected.items():
            self.assertEqual(files[path], text, path)

    def test_takes_a_delivery_of_ones_own(self):
        text = self.synth(Listing())["listing/stages.txt"]
        lines = text.split("\n")
        self.assertIn("0 spinkube-crds after ", lines)
        self.assertIn("4 executors after spinkube-crds, runtime-class, spin-operator", lines)
        self.assertIn("cert-manager/cert-manager 1", lines)
        self.assertIn("spin-operator/spin-operator-controller-manager 1", lines)

    def test_tells_it_of_all_clusters(self):
        def fill(bundle):
            add_platform(Cluster(bundle, "eu-1", labels={"env": "prod"}))

        files = self.synth(Listing(), fill=fill)
        self.assertIn("5 apps after spinkube-crds, spin-operator, executors", files["eu-1/listing/stages.txt"])
        self.assertEqual(files["listing/stages.txt"], "eu-1 {'env': 'prod'} 9")

    def test_reads_as_in_the_documentation(self):
        [program] = python_blocks("own-delivery.md")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "main.py"
            path.write_text(program)
            subprocess.run([sys.executable, path], cwd=folder, check=True)
            subprocess.run([sys.executable, "-m", "mypy", "--strict", path], cwd=folder, check=True)
            lines = (pathlib.Path(folder) / "dist" / "pipeline" / "stages.txt").read_text().splitlines()
        self.assertEqual(lines[0], "0 ./manifests/cert-manager-crds/cert-manager-crds.k8s.yaml")
        self.assertEqual(len(lines), 8)

    def test_runs_the_program_of_the_guide(self):
        program = ROOT / "examples" / "languages" / "main.py"
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, program], cwd=folder, check=True)
            subprocess.run([sys.executable, "-m", "mypy", "--strict", program], cwd=folder, check=True)
            files = files_below(pathlib.Path(folder) / "dist")
        self.assertEqual(files, files_below(ROOT / "examples" / "languages" / "dist"))

    def test_has_a_readme_in_python(self):
        readme = importlib.metadata.metadata("cdk8s-spinkube").get_payload()
        blocks = re.findall(r"^```python\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
        self.assertEqual(len(blocks), 3)
        for block in blocks:
            compile(block, "README.md", "exec")
        self.assertEqual(re.findall(r"\]\((?!https?:|#).*?\)", readme), [])

    def test_has_examples_in_python(self):
        self.assertIn('SpinApp(chart, "hello",\n', SpinApp.__doc__)

    def test_refuses_what_it_may_not_write(self):
        with self.assertRaisesRegex(RuntimeError, r"the file '\.\./stages\.txt' of the delivery misplaced must be below"):
            self.synth(Misplaced())

    def test_says_what_is_wrong_with_the_path_of_the_construct(self):
        def fill(bundle):
            executor = SpinKube(bundle, "spinkube").executor
            apps = Chart(bundle, "wrong", namespace="default")
            SpinApp(apps, "app", image="hello", executor=executor, replicas=-1)

        with self.assertRaisesRegex(RuntimeError, r"\[wrong/app\] 'spec.replicas' \(-1\)"):
            self.synth(fill=fill)


if __name__ == "__main__":
    unittest.main()
