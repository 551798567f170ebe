package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.match.Replacement;
import dev.alambic.onnx.match.Values;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes attention of several heads as the {@code MultiHeadAttention} of ONNX Runtime, which other runtimes lack:
 *
 * <pre>{@code
 * softmax(split(Q) split(K)' * scale + mask) split(V), heads joined again
 * }</pre>
 *
 * <p>Q, K and V are [batch, sequence, heads * size]; their targets of Reshape must be constants, as
 * {@code ResolveShapes} makes them. The mask is added to the scores and may be left out; the operator wants it for each
 * pair of positions, so that it is widened first.
 *
 * <p>Source: Vaswani et al., <cite>Attention Is All You Need</cite>, arXiv:1706.03762, section 3.2.
 */
public final class FuseAttention implements Pass {
    private static final String DOMAIN = "com.microsoft";
    private static final long[] SPLIT = {0, 2, 1, 3};
    private static final long[] SPLIT_AND_TURNED = {0, 2, 3, 1};

    @Override
    public Outcome apply(OnnxModel model) {
        Values values = Values.of(model.graph());
        OnnxModel fused = model.withGraph(Replacement.all(
                model.graph(), last -> Place.ending(values, last).flatMap(Place::fused)));
        if (fused.graph().equals(model.graph())) {
            return new Outcome(model, List.of("no attention was found that could be one operator"));
        }
        OnnxModel withWidth = fused.mapGraph(graph -> graph.edit(out -> {
            out.initializer(ONES, Tensor.ofLongs(new long[] {1, 1}, 2));
            out.initializer(ONE, Tensor.ofLongs(new long[] {1}, 1));
        }));
        return Outcome.of(withWidth.opsets().containsKey(DOMAIN) ? withWidth : withWidth.withOpset(DOMAIN, 1));
    }

    private static final String ONE = "attention_one";
    private static final String ONES = "attention_ones";

    /** A value with its heads side by side, and the nodes that put them there. */
    private record Heads(String value, long heads, List<Node> nodes) {

        static Optional<Heads> of(Values values, String value, long[] order) {
            Optional<Node> turned = values.inner(value, "Transpose").filter(node -> isOrder(node, order));
            Optional<Node> split =
                    turned.flatMap(node -> values.inner(node.inputs().get(0), "Reshape"));
            return split.flatMap(node -> values.integers(node.inputs().get(1)))
                    .filter(target -> target.length == 4 && target[0] == 0 && target[2] > 0 && target[3] > 0)
                    .map(target -> new Heads(
                            split.orElseThrow().inputs().get(0),
                            target[2],
                            List.of(turned.orElseThrow(), split.orElseThrow())));
        }
    }

    private static boolean isOrder(Node transpose, long[] order) {
        return transpose
                .intsAttribute("perm")
                .filter(perm -> Arrays.equals(perm, order))
                .isPresent();
    }

    /**
     * The nodes of a place.
     *
     * @param joined the last: Reshape of the heads to one axis
     * @param inner the nodes between scores and result
     */
    private record Place(Values values, Node joined, List<Node> inner, Node softmax, Heads value) {

        static Optional<Place> ending(Values values, Node joined) {
            boolean joins = joined.is("Reshape")
                    && values.integers(joined.inputs().get(1))
                            .filter(target -> target.length == 3 && target[0] == 0 && target[2] > 0)
                            .isPresent();
            return Optional.of(joined)
                    .filter(node -> joins)
                    .flatMap(node -> values.inner(node.inputs().get(0), "Transpose"))
                    .filter(turned -> isOrder(turned, SPLIT))
                    .flatMap(turned -> values.inner(turned.inputs().get(0), "MatMul")
                            .flatMap(product -> values.inner(product.inputs().get(0), "Softmax")
                                    .filter(Place::isOverLast)
                                    .flatMap(softmax -> Heads.of(
                                                    values, product.inputs().get(1), SPLIT)
                                            .map(value -> new Place(
                                                    values,
                                                    joined,
                                                    List.of(turned, product, softmax),
                                                    softmax,
                                                    value)))));
        }

        private static boolean isOverLast(Node softmax) {
            long axis = softmax.intAttribute("axis", -1);
            return axis == -1 || axis == 3;
        }

        Optional<Replacement> fused() {
            String scores = softmax.inputs().get(0);
            Optional<Node> masked = values.inner(scores, "Add");
            if (masked.isEmpty()) {
                return fused(scores, "", List.of());
            }
            List<String> operands = masked.get().inputs();
            return fused(operands.get(0), operands.get(1), List.of(masked.get()))
                    .or(() -> fused(operands.get(1), operands.get(0), List.of(masked.get())));
        }

        private Optional<Replacement> fused(String scores, String mask, List<Node> masking) {
            Values.Product scaled = values.product(scores);
            Optional<Node> product =
                    scaled.factors().size() == 1 ? values.inner(scaled.factors().get(0), "MatMul") : Optional.empty();
            Optional<Heads> query =
                    product.flatMap(node -> Heads.of(values, node.inputs().get(0), SPLIT));
            Optional<Heads> key =
                    product.flatMap(node -> Heads.of(values, node.inputs().get(1), SPLIT_AND_TURNED));
            if (query.isEmpty() || key.isEmpty() || !agree(query.get(), key.get())) {
                return Optional.empty();
            }
            List<Node> gone = new ArrayList<>(inner);
            gone.addAll(masking);
            gone.addAll(scaled.inner());
            gone.add(product.orElseThrow());
            List.of(query.get(), key.get(), value).forEach(heads -> gone.addAll(heads.nodes()));
            return Optional.of(new Replacement(gone, made(query.get(), key.get(), mask, (float) scaled.number())));
        }

        private boolean agree(Heads query, Heads key) {
            return query.heads() == key.heads() && query.heads() == value.heads();
        }

        private List<Node> made(Heads query, Heads key, String mask, float scale) {
            List<Node> made = new ArrayList<>(mask.isEmpty() ? List.of() : widened(query.value(), mask));
            List<String> inputs = new ArrayList<>(List.of(query.value(), key.value(), value.value()));
            if (!mask.isEmpty()) {
                inputs.addAll(List.of("", "", made.get(made.size() - 1).output()));
            }
            made.add(Node.of("MultiHeadAttention", inputs, joined.output())
                    .withDomain(DOMAIN)
                    .withName(joined.name())
                    .with("num_heads", query.heads())
                    .with("scale", scale));
            return made;
        }

        /** Returns the mask for each position that asks: Expand to [1, 1, positions, 1] with what it has. */
        private List<Node> widened(String query, String mask) {
            String base = joined.output() + "_mask_";
            return List.of(
                    Node.of("Shape", List.of(query), base + "shape"),
                    Node.of("Gather", List.of(base + "shape", ONE), base + "positions")
                            .with("axis", 0),
                    Node.of("Concat", List.of(ONES, base + "positions", ONE), base + "target")
                            .with("axis", 0),
                    Node.of("Expand", List.of(mask, base + "target"), base + "wide"));
        }
    }
}
