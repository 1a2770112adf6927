// Makes the calls that standard input has, one JSON object for each, and writes each message that comes back as JSON. A
// call that fails gives its google.rpc.Status. The client takes what clients of Go take by default.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	pb "example.com/pod-creator/gen/podmutator/v1"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

type call struct {
	Method  string
	Request json.RawMessage
}

func main() {
	options := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	if len(os.Args) > 2 {
		options = append(options, grpc.WithDefaultServiceConfig(os.Args[2]))
	}
	conn := must(grpc.NewClient(os.Args[1], options...))
	methods := pb.File_podmutator_v1_pod_mutator_proto.Services().ByName("PodMutator").Methods()
	calls := json.NewDecoder(os.Stdin)
	for {
		var next call
		err := calls.Decode(&next)
		if err == io.EOF {
			return
		}
		check(err)
		answers, err := ask(conn, methods.ByName(protoreflect.Name(next.Method)), next.Request)
		if err != nil {
			answers = append(answers, status.Convert(err).Proto())
		}
		texts := []json.RawMessage{}
		for _, answer := range answers {
			texts = append(texts, must(protojson.Marshal(answer)))
		}
		fmt.Printf("%s\n", must(json.Marshal(texts)))
	}
}

func ask(conn *grpc.ClientConn, method protoreflect.MethodDescriptor, text []byte) ([]proto.Message, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request := create(method.Input())
	check(protojson.Unmarshal(text, request))
	path := fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
	description := &grpc.StreamDesc{ClientStreams: method.IsStreamingClient(), ServerStreams: method.IsStreamingServer()}
	stream, err := conn.NewStream(ctx, description, path, grpc.WaitForReady(true))
	if err != nil {
		return nil, err
	}
	_ = stream.SendMsg(request) // If sending breaks, RecvMsg says why.
	_ = stream.CloseSend()
	var answers []proto.Message
	for {
		answer := create(method.Output())
		err := stream.RecvMsg(answer)
		if errors.Is(err, io.EOF) {
			return answers, nil
		}
		if err != nil {
			return answers, err
		}
		answers = append(answers, answer)
		if !description.ServerStreams {
			return answers, nil
		}
	}
}

func create(descriptor protoreflect.MessageDescriptor) proto.Message {
	return must(protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())).New().Interface()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}
