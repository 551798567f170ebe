package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.view.ProductView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What must be multiplied so that a value has each of its channels multiplied by a positive factor: constants of the
 * nodes that write it, found through nodes that commute with positive factors (Relu is positively homogeneous, Clip is
 * not).
 *
 * @param writer the node where the search ended
 * @param constants what to multiply
 */
record ChannelSource(Node writer, List<Constant> constants) {

    /** @param channel gives the channel of each element */
    record Constant(Node node, int input, IntUnaryOperator channel) {}

    /** Returns the source of a value whose channels are its last axis, or its second if {@code images}. */
    static Optional<ChannelSource> of(Graph graph, String value, int channels, boolean images) {
        return new Search(graph, channels, images).from(value);
    }

    void multiply(Rescaling rescaling, double[] factors) {
        constants.forEach(
                constant -> rescaling.multiply(constant.node(), constant.input(), factors, constant.channel()));
    }

    /** One search, from a value towards the inputs. */
    private static final class Search {
        private final Graph graph;
        private final int channels;
        private final boolean images;
        private final List<Constant> constants = new ArrayList<>();

        Search(Graph graph, int channels, boolean images) {
            this.graph = graph;
            this.channels = channels;
            this.images = images;
        }

        Optional<ChannelSource> from(String value) {
            Optional<Node> producer = graph.index().producer(value);
            if (producer.isEmpty()) {
                return Optional.empty();
            }
            Node node = producer.get();
            if (commutes(node)) {
                return before(node, 0);
            }
            if (node.is("Add") && !images) {
                return afterAdd(node);
            }
            boolean ends = isScaling(node) || isNormalization(node) || isLinear(node);
            return ends ? Optional.of(new ChannelSource(node, List.copyOf(constants))) : Optional.empty();
        }

        private boolean commutes(Node node) {
            boolean flattens = images && node.is("Flatten") && node.intAttribute("axis", 1) == 1;
            return node.isStandard()
                    && node.outputs().size() == 1
                    && (Trait.HOMOGENEOUS.isOf(node) || flattens || (images && Trait.POOL.isOf(node)));
        }

        private Optional<ChannelSource> before(Node node, int input) {
            String value = node.inputs().get(input);
            return graph.index().soleConsumer(value).isPresent() ? from(value) : Optional.empty();
        }

        private Optional<ChannelSource> afterAdd(Node node) {
            for (int i = 0; i < 2; i++) {
                if (isRow(node, i)) {
                    constants.add(new Constant(node, i, e -> e));
                    return before(node, 1 - i);
                }
            }
            return Optional.empty();
        }

        private boolean isRow(Node node, int input) {
            return graph.constant(node, input)
                    .filter(row -> row.dataType() == DataType.FLOAT && ProductView.isRow(row, channels))
                    .isPresent();
        }

        private boolean isScaling(Node node) {
            for (int i = 0; !images && node.is("Mul") && i < 2; i++) {
                if (isRow(node, i)) {
                    constants.add(new Constant(node, i, e -> e));
                    return true;
                }
            }
            return false;
        }

        private boolean isNormalization(Node node) {
            boolean fits = !images
                    && node.is("LayerNormalization")
                    && node.outputs().size() == 1
                    && isRow(node, 1)
                    && (node.input(2).isEmpty() || isRow(node, 2));
            for (int i = 1; fits && i < node.inputs().size(); i++) {
                constants.add(new Constant(node, i, e -> e));
            }
            return fits;
        }

        private boolean isLinear(Node node) {
            Optional<ProductView> linear = ProductView.of(graph, node)
                    .filter(unit -> unit.isConv() == images && unit.outputs() == channels)
                    .filter(ProductView::hasKnownBias);
            linear.ifPresent(unit -> {
                constants.add(new Constant(node, 1, unit.layout()::channel));
                if (node.input(2).isPresent()) {
                    constants.add(new Constant(node, 2, e -> e));
                }
            });
            return linear.isPresent();
        }
    }
}
