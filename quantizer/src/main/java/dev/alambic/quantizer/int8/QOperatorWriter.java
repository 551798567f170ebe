package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes a graph again with operators on integers; see {@link WriteQOperators}. */
final class QOperatorWriter {
    private final Graph graph;
    private final long opset;
    private final Set<Node> absorbed = Collections.newSetFromMap(new IdentityHashMap<>());

    QOperatorWriter(Graph graph, long opset) {
        this.graph = graph;
        this.opset = opset;
    }

    Graph written() {
        return graph.rewrite((out, node) -> {
            if (absorbed.contains(node)) {
                return;
            }
            IntegerCall call = IntegerCall.of(graph, node);
            Optional<Node> made = made(call);
            if (made.isEmpty()) {
                out.node(node);
                return;
            }
            absorbed.addAll(call.absorbed());
            call.result()
                    .ifPresentOrElse(
                            result -> finish(out, call, result, made.get()),
                            () -> out.node(made.get().withOutputs(node.outputs())));
        });
    }

    private static void finish(Graph.Builder out, IntegerCall call, Integers result, Node made) {
        if (call.activation().isEmpty()) {
            out.node(made.withOutputs(List.of(result.stored())));
            return;
        }
        String signed = out.node(made.withOutputs(List.of(out.fresh(result.stored() + "_signed"))));
        List<String> inputs = List.of(signed, result.scale(), result.zero(), result.scale(), result.zero());
        out.node(extension(Node.of("QLinearLeakyRelu", inputs, result.stored()).withName(""))
                .with("alpha", 0f));
    }

    private static Node extension(Node node) {
        return node.withDomain(WriteQOperators.EXTENSIONS);
    }

    /** Returns the operator on integers that {@code call} becomes, its outputs yet to be named. */
    private Optional<Node> made(IntegerCall call) {
        Node node = call.node();
        if (!node.isStandard() || node.outputs().size() != 1) {
            return Optional.empty();
        }
        if (node.is("Conv")) {
            return conv(call);
        }
        if (node.is("Gemm") || node.is("MatMul")) {
            return product(call);
        }
        if (Trait.KEEPS_SCALE.isOf(node) || node.is("Resize")) {
            return moved(call);
        }
        return call.result().flatMap(result -> combined(call, result));
    }

    private static Optional<Node> conv(IntegerCall call) {
        Optional<Integers> input = call.bytes(0);
        Optional<Integers> weight = call.bytes(1);
        boolean complete =
                input.isPresent() && weight.isPresent() && call.result().isPresent();
        if (!complete || !call.hasIntegerBias(2) || !kernelTakes(call)) {
            return Optional.empty();
        }
        List<String> inputs = names(input.get(), weight.get());
        inputs.addAll(call.result().get().parameters());
        if (!call.bias(2).isEmpty()) {
            inputs.add(call.bias(2));
        }
        return Optional.of(call.node().withOpType("QLinearConv").withInputs(inputs));
    }

    /** Signed activations have no kernel for unsigned weights, and results have the type of the input. */
    private static boolean kernelTakes(IntegerCall call) {
        DataType input = call.bytes(0).orElseThrow().type();
        DataType weight = call.bytes(1).orElseThrow().type();
        return (input == DataType.UINT8 || weight == DataType.INT8)
                && call.result().filter(result -> result.type() != input).isEmpty();
    }

    private static List<String> names(Integers... integers) {
        return new ArrayList<>(
                Stream.of(integers).flatMap(each -> each.names().stream()).toList());
    }

    private Optional<Node> product(IntegerCall call) {
        Optional<Integers> left = call.bytes(0);
        Optional<Integers> right = call.bytes(1);
        if (left.isEmpty() || right.isEmpty() || !kernelTakes(call)) {
            return Optional.empty();
        }
        if (call.node().is("Gemm")) {
            return call.hasIntegerBias(2) ? Optional.of(gemm(call, left.get(), right.get())) : Optional.empty();
        }
        if (call.result().isPresent()) {
            List<String> inputs = names(left.get(), right.get());
            inputs.addAll(call.result().get().parameters());
            return Optional.of(call.node().withOpType("QLinearMatMul").withInputs(inputs));
        }
        List<String> inputs = List.of(
                left.get().stored(),
                right.get().stored(),
                left.get().scale(),
                right.get().scale(),
                left.get().zero(),
                right.get().zero());
        return Optional.of(
                extension(call.node().withOpType("MatMulIntegerToFloat").withInputs(inputs)));
    }

    private static Node gemm(IntegerCall call, Integers left, Integers right) {
        List<String> inputs = names(left, right);
        inputs.add(call.bias(2));
        call.result().ifPresent(result -> inputs.addAll(result.parameters()));
        Node made = call.node().withOpType("QGemm").withInputs(inputs).without("beta");
        return extension(made);
    }

    private Optional<Node> moved(IntegerCall call) {
        Optional<Integers> input = call.bytes(0);
        boolean same = input.isPresent()
                && call.activation().isEmpty()
                && call.result()
                        .filter(result -> result.sharesScale(graph, input.get()))
                        .isPresent();
        if (!same
                || (call.node().is("Resize")
                        && !call.node().textAttribute("mode", "nearest").equals("nearest"))) {
            return Optional.empty();
        }
        return Optional.of(call.node().withInput(0, input.get().stored()));
    }

    private Optional<Node> combined(IntegerCall call, Integers result) {
        Node node = call.node();
        List<Integers> inputs = call.allBytes();
        if (inputs.isEmpty() || inputs.stream().anyMatch(input -> input.type() != result.type())) {
            return Optional.empty();
        }
        List<String> to = result.parameters();
        List<String> from =
                inputs.stream().flatMap(input -> input.names().stream()).toList();
        if (!Trait.QLINEAR.isOf(node)) {
            return Optional.empty();
        }
        boolean joins = node.is("Concat");
        Node made = extension(
                node.withOpType("QLinear" + node.opType()).withInputs(joins ? joined(to, from) : joined(from, to)));
        if (node.is("GlobalAveragePool")) {
            return Optional.of(made.with("channels_last", 0));
        }
        return Optional.of(node.is("Softmax") ? made.with("opset", opset) : made);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
