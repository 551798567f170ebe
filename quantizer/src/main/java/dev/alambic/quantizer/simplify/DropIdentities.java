package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.TensorType;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Probe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Drops nodes that pass their input on: {@code Identity}, {@code Dropout} outside training, {@code Cast} to the type
 * that is there, {@code Transpose} that keeps (or with the one before it restores) the order, {@code Flatten} of a
 * matrix, {@code Reshape} to the same extents, and one of two {@code Reshape} in a row.
 *
 * <p>A node between an input and an output of the model stays, since both names belong to the caller; so does one that
 * a subgraph reads from.
 */
public final class DropIdentities implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.graph().nodes().stream().noneMatch(DropIdentities::isCandidate)) {
            return Outcome.of(model);
        }
        Bypass bypass = new Bypass(model.graph());
        Rules rules = new Rules(model);
        for (Node node : model.graph().nodes()) {
            Node current = bypass.resolved(node);
            Optional<String> same = isCandidate(current) ? rules.unchanged(current) : Optional.empty();
            if (same.isEmpty() || !bypass.alias(current, same.get())) {
                Node kept = isCandidate(current) ? rules.merged(current) : current;
                rules.remember(kept);
                bypass.keep(kept);
            }
        }
        return Outcome.of(model.withGraph(bypass.result()));
    }

    private static boolean isCandidate(Node node) {
        return node.isStandard()
                && switch (node.opType()) {
                    case "Identity", "Dropout", "Cast", "Transpose", "Flatten", "Reshape" -> true;
                    default -> false;
                };
    }

    /** Which nodes change nothing, given what is known of their inputs. */
    private static final class Rules {
        private final Graph graph;
        private final Map<String, long[]> shapes;
        private final Map<String, DataType> types = new HashMap<>();
        private final Map<String, Node> producers = new HashMap<>();

        Rules(OnnxModel model) {
            graph = model.graph();
            boolean asksRanks = graph.nodes().stream().anyMatch(node -> node.is("Flatten") || node.is("Reshape"));
            shapes = asksRanks ? Probe.shapes(model) : Map.of();
            graph.initializers().forEach((name, tensor) -> types.put(name, tensor.dataType()));
            graph.inputs().forEach(input -> type(input.name(), input.type()));
            graph.valueInfos().forEach(info -> type(info.name(), info.type()));
        }

        private void type(String name, @Nullable TensorType type) {
            if (type != null) {
                types.put(name, type.elementType());
            }
        }

        void remember(Node node) {
            node.outputs().forEach(output -> producers.put(output, node));
            if (node.is("Cast")) {
                types.put(node.output(), DataType.ofCode((int) node.intAttribute("to", 1), node.label()));
            }
        }

        /** Returns the value that the first output of {@code node} equals. */
        Optional<String> unchanged(Node node) {
            String input = node.inputs().get(0);
            return switch (node.opType()) {
                case "Identity" -> Optional.of(input);
                case "Dropout" -> dropsNothing(node) ? Optional.of(input) : Optional.empty();
                case "Cast" -> keepsType(node, input) ? Optional.of(input) : Optional.empty();
                case "Flatten" ->
                    rank(input) == 2 && node.intAttribute("axis", 1) == 1 ? Optional.of(input) : Optional.empty();
                case "Reshape" -> keepsExtents(node, input) ? Optional.of(input) : Optional.empty();
                case "Transpose" -> restored(node);
                default -> Optional.empty();
            };
        }

        private int rank(String value) {
            long[] dims = shapes.get(value);
            return dims == null ? -1 : dims.length;
        }

        private boolean dropsNothing(Node node) {
            boolean training = node.input(2).isPresent()
                    && node.input(2)
                            .flatMap(graph::initializer)
                            .map(flag -> flag.longs()[0] != 0)
                            .orElse(true);
            boolean maskUsed = node.outputs().stream().skip(1).anyMatch(graph.index()::isUsed);
            return !training && !maskUsed;
        }

        private boolean keepsType(Node node, String input) {
            DataType type = types.get(input);
            return type != null && type.code() == node.intAttribute("to", 0);
        }

        private boolean keepsExtents(Node node, String input) {
            Optional<long[]> target = target(node);
            if (target.isEmpty() || target.get().length != rank(input)) {
                return false;
            }
            long free =
                    Arrays.stream(target.get()).filter(extent -> extent == -1).count();
            return Arrays.stream(target.get()).allMatch(extent -> extent <= 0) && free <= 1;
        }

        private Optional<long[]> target(Node reshape) {
            return reshape.intAttribute("allowzero", 0) != 0
                    ? Optional.empty()
                    : reshape.input(1).flatMap(graph::initializer).map(Tensor::longs);
        }

        private Optional<String> restored(Node node) {
            Optional<int[]> order = order(node);
            if (order.isPresent() && isIdentity(order.get())) {
                return Optional.of(node.inputs().get(0));
            }
            Node before = producers.get(node.inputs().get(0));
            if (order.isEmpty() || before == null || !before.is("Transpose")) {
                return Optional.empty();
            }
            return order(before)
                    .filter(first -> isIdentity(composed(first, order.get())))
                    .map(first -> before.inputs().get(0));
        }

        private static Optional<int[]> order(Node transpose) {
            return transpose
                    .intsAttribute("perm")
                    .map(perm -> Arrays.stream(perm).mapToInt(Math::toIntExact).toArray());
        }

        private static int[] composed(int[] first, int[] second) {
            return IntStream.of(second).map(axis -> first[axis]).toArray();
        }

        private static boolean isIdentity(int[] order) {
            return IntStream.range(0, order.length).allMatch(axis -> order[axis] == axis);
        }

        /** Returns {@code node}, reading past a reshaping whose extents it does not ask for. */
        Node merged(Node node) {
            Node before = producers.get(node.inputs().get(0));
            boolean reshapesAgain = node.is("Reshape")
                    && before != null
                    && (before.is("Reshape") || before.is("Flatten"))
                    && target(node)
                            .filter(target -> Arrays.stream(target).noneMatch(extent -> extent == 0))
                            .isPresent();
            if (!reshapesAgain || before == null) {
                return node;
            }
            return node.withInputs(List.of(before.inputs().get(0), node.inputs().get(1)));
        }
    }
}
