"""Makes the calls that standard input has, one JSON object a line, and writes each message that comes back as JSON.

A call that fails gives its google.rpc.Status. The client takes what clients of Python take by default.
"""

import json
import sys

import grpc

sys.path.insert(0, "gen")
from google.protobuf import json_format, message_factory
from google.rpc import error_details_pb2  # noqa: F401, for the details of errors
from google.rpc import status_pb2
from podmutator.v1 import pod_mutator_pb2 as pb

service = pb.DESCRIPTOR.services_by_name["PodMutator"]


def ask(channel: grpc.Channel, name: str, fields: dict) -> list:
    method = service.methods_by_name[name]
    answer = message_factory.GetMessageClass(method.output_type)
    request = json_format.ParseDict(fields, message_factory.GetMessageClass(method.input_type)())
    path = f"/{service.full_name}/{name}"
    answers = []
    try:
        if method.client_streaming:
            stream = channel.stream_stream(path, type(request).SerializeToString, answer.FromString)
            for one in stream(iter([request]), timeout=60, wait_for_ready=True):
                answers.append(one)
        else:
            unary = channel.unary_unary(path, type(request).SerializeToString, answer.FromString)
            answers.append(unary(request, timeout=60, wait_for_ready=True))
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
        plain = status_pb2.Status(code=error.code().value[0], message=error.details())
        answers.append(status_pb2.Status.FromString(details) if details else plain)
    return answers


options = [("grpc.service_config", config) for config in sys.argv[2:]]
with grpc.insecure_channel(sys.argv[1], options=options) as channel:
    for line in sys.stdin:
        call = json.loads(line)
        print(json.dumps([json_format.MessageToDict(one) for one in ask(channel, call["Method"], call["Request"])]))
