// Makes Pods ready the way a controller would: asks podmutator about all of them over one stream, applies the patches
// and writes the Pods that it would create, one JSON object per line, in the order of the arguments.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	pb "example.com/pod-creator/gen/podmutator/v1"
	jsonpatch "github.com/evanphx/json-patch/v5"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"sigs.k8s.io/yaml"
)

func main() {
	server := flag.String("server", "localhost:50051", "address of podmutator")
	flag.Parse()
	conn := must(grpc.NewClient(*server, grpc.WithTransportCredentials(insecure.NewCredentials())))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream := must(pb.NewPodMutatorClient(conn).MutatePods(ctx, grpc.WaitForReady(true)))
	pods := make([][]byte, flag.NArg())
	for i, file := range flag.Args() {
		pods[i] = must(yaml.YAMLToJSON(must(os.ReadFile(file))))
	}
	// Answers have to be taken while requests are sent: the service holds at most 256 items. If sending breaks, Recv says why.
	go func() {
		for i, pod := range pods {
			request := &pb.MutatePodRequest{PodJson: pod, Namespace: "default"}
			item := &pb.MutatePodsItem{CorrelationId: uint32(i + 1), Request: request}
			_ = stream.Send(&pb.MutatePodsRequest{Items: []*pb.MutatePodsItem{item}})
		}
		_ = stream.CloseSend()
	}()
	for left := len(pods); left > 0; { // Answers come in any order.
		for _, answer := range must(stream.Recv()).Items {
			i, allowed := int(answer.CorrelationId)-1, answer.GetResponse().GetAllowed()
			if allowed == nil { // An error, a refusal, or an empty answer: none of them is a permission.
				log.Fatalf("%s: not allowed: %v", flag.Arg(i), answer)
			}
			if allowed.OperationCount > 0 {
				pods[i] = must(must(jsonpatch.DecodePatch(allowed.JsonPatch)).Apply(pods[i]))
			}
			log.Printf("%s: %d changes", flag.Arg(i), allowed.OperationCount)
			left--
		}
	}
	fmt.Printf("%s\n", bytes.Join(pods, []byte("\n")))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
