"""Shows what would happen to the Pods of a manifest, and why: a Preview call, a line per decision, and the diff.

Ends with 1 if a decision is not possible because the namespace is not known.
"""

import argparse
import pathlib
import sys

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).parent / "gen"))
from podmutator.v1 import pod_mutator_pb2 as pb
from podmutator.v1 import pod_mutator_pb2_grpc as rpc


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="localhost:50051")
    parser.add_argument("--namespace", default="default")
    parser.add_argument("--label", action="append", default=[], metavar="KEY=VALUE", help="label of the namespace")
    parser.add_argument("manifest", type=pathlib.Path)
    return parser.parse_args()


def main() -> int:
    arguments = read_arguments()
    request = pb.PreviewRequest(
        manifest=arguments.manifest.read_text(encoding="utf-8"),
        namespace=arguments.namespace,
        namespace_labels=dict(label.split("=", 1) for label in arguments.label),
    )
    with grpc.insecure_channel(arguments.server) as channel:
        try:
            response = rpc.PodMutatorStub(channel).Preview(request, timeout=10, wait_for_ready=True)
        except grpc.RpcError as error:
            print(f"{error.code().name}: {error.details()}", file=sys.stderr)
            return 3
    for result in response.results:
        # Name() raises an error for values that are newer than the stubs.
        is_known = result.verdict in pb.Verdict.values()
        verdict = pb.Verdict.Name(result.verdict).removeprefix("VERDICT_") if is_known else f"verdict {result.verdict}"
        print(f"{arguments.manifest}:{result.line}: {result.kind}/{result.name}: {verdict} {result.error.message}".rstrip())
        for decision in result.mutators:
            print(f"  {decision.mutator}: {decision.reason}: {decision.message}")
        print(result.diff, end="")
    verdicts = {result.verdict for result in response.results}
    if pb.VERDICT_ERROR in verdicts:
        return 2
    return 1 if pb.VERDICT_UNKNOWN in verdicts else 0


if __name__ == "__main__":
    sys.exit(main())
