// Makes Pods ready the way a controller would: asks podmutator about all of them over one stream, applies the patches
// and writes the Pods that it would create, one JSON object per line, in the order of the arguments.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	pb "example.com/pod-creator/gen/podmutator/v1"
	jsonpatch "github.com/evanphx/json-patch/v5"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails" // So that details of errors can be printed.
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	server := flag.String("server", "localhost:50051", "address of podmutator")
	flag.Parse()
	pods := make([]corev1.Pod, flag.NArg())
	for i, file := range flag.Args() {
		check(yaml.UnmarshalStrict(must(os.ReadFile(file)), &pods[i]))
		pods[i].TypeMeta = metav1.TypeMeta{} // Informers and clients of client-go hold Pods without apiVersion and kind.
	}
	mutate(*server, pods)
	for i := range pods {
		fmt.Printf("%s\n", must(json.Marshal(&pods[i])))
	}
}

// Changes the Pods as podmutator would at their creation.
func mutate(server string, pods []corev1.Pod) {
	conn := must(grpc.NewClient(server, grpc.WithTransportCredentials(insecure.NewCredentials())))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	stream := must(pb.NewPodMutatorClient(conn).MutatePods(ctx, grpc.WaitForReady(true)))
	texts := make([][]byte, len(pods))
	for i := range pods {
		texts[i] = must(json.Marshal(&pods[i]))
	}
	// Answers have to be taken while requests are sent: the service holds at most 256 items. If sending breaks, Recv says why.
	go func() {
		for i, text := range texts {
			request := &pb.MutatePodRequest{PodJson: text, Namespace: "default"}
			item := &pb.MutatePodsItem{CorrelationId: uint32(i + 1), Request: request}
			_ = stream.Send(&pb.MutatePodsRequest{Items: []*pb.MutatePodsItem{item}})
		}
		_ = stream.CloseSend()
	}()
	for left := len(pods); left > 0; { // Answers come in any order.
		for _, answer := range must(stream.Recv()).Items {
			i, allowed := int(answer.CorrelationId)-1, answer.GetResponse().GetAllowed()
			if allowed == nil { // An error, a denial, or an empty answer: none of them is a permission.
				log.Fatalf("%s: not allowed: %v", flag.Arg(i), answer)
			}
			if allowed.OperationCount > 0 {
				patched := must(must(jsonpatch.DecodePatch(allowed.JsonPatch)).Apply(texts[i]))
				pods[i] = corev1.Pod{}
				check(json.Unmarshal(patched, &pods[i]))
			}
			log.Printf("%s: %d changes", flag.Arg(i), allowed.OperationCount)
			left--
		}
	}
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
