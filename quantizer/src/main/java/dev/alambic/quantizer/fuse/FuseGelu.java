package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.fuse.Fusions.Fusion;
import dev.alambic.quantizer.fuse.Values.Product;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the two forms of Gelu as one node, from opset 20 on, which has it:
 *
 * <pre>{@code
 * x / 2 * (1 + erf(x / sqrt(2)))
 * x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))     approximate = tanh
 * }</pre>
 *
 * <p>The factors may come in any order. Before opset 20 the nodes stay: ONNX Runtime recognizes them itself.
 *
 * <p>Source: Hendrycks and Gimpel, <cite>Gaussian Error Linear Units</cite>, arXiv:1606.08415, section 2.
 */
public final class FuseGelu implements Pass {
    private static final long WITH_GELU = 20;
    private static final double CUBE = 0.044715;

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.opset() < WITH_GELU) {
            return Outcome.of(model);
        }
        Values values = new Values(model.graph());
        return Outcome.of(model.withGraph(Fusions.replace(
                model.graph(), last -> values.product(last).flatMap(product -> gelu(values, last, product)))));
    }

    private static Optional<Fusion> gelu(Values values, Node last, Product product) {
        if (product.factors().size() != 2 || !Values.isNear(product.number(), 0.5)) {
            return Optional.empty();
        }
        for (int i = 0; i < 2; i++) {
            String x = product.factors().get(i);
            Optional<Node> sum = values.inner(product.factors().get(1 - i), "Add");
            Optional<String> curve = sum.flatMap(node -> values.besides(node, 1));
            if (sum.isPresent() && curve.isPresent()) {
                List<Node> inner = new ArrayList<>(product.inner());
                inner.add(sum.get());
                Optional<Fusion> found = curve(values, curve.get(), x, inner).map(kind -> fused(last, x, kind, inner));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Fusion fused(Node last, String x, String kind, List<Node> inner) {
        Node gelu = Node.of("Gelu", List.of(x), last.output()).withName(last.name());
        return new Fusion(inner, List.of(kind.equals("none") ? gelu : gelu.with("approximate", kind)));
    }

    /** Returns which approximation {@code value} is of erf(x / sqrt(2)), and adds its nodes to {@code inner}. */
    private static Optional<String> curve(Values values, String value, String x, List<Node> inner) {
        Optional<Node> erf = values.inner(value, "Erf");
        Optional<Node> tanh = values.inner(value, "Tanh");
        Optional<Product> argument =
                erf.or(() -> tanh).map(node -> values.product(node.inputs().get(0)));
        if (argument.isEmpty()) {
            return Optional.empty();
        }
        inner.add(erf.or(() -> tanh).orElseThrow());
        inner.addAll(argument.get().inner());
        boolean matches = erf.isPresent()
                ? isScaled(argument.get(), x, Math.sqrt(0.5))
                : isCubic(values, argument.get(), x, inner);
        return matches ? Optional.of(erf.isPresent() ? "none" : "tanh") : Optional.empty();
    }

    private static boolean isScaled(Product product, String x, double number) {
        return product.factors().equals(List.of(x)) && Values.isNear(product.number(), number);
    }

    /** sqrt(2 / pi) * (x + 0.044715 * x³), or with x taken out of the bracket. */
    private static boolean isCubic(Values values, Product product, String x, List<Node> inner) {
        if (!Values.isNear(product.number(), Math.sqrt(2 / Math.PI))) {
            return false;
        }
        boolean takenOut = product.factors().size() == 2 && product.factors().contains(x);
        Optional<String> bracket =
                takenOut ? product.besides(x) : product.factors().stream().findFirst();
        Optional<Node> sum = bracket.filter(
                        name -> takenOut || product.factors().size() == 1)
                .flatMap(name -> values.inner(name, "Add"));
        Optional<String> power = sum.flatMap(node -> takenOut ? values.besides(node, 1) : besides(node, x));
        if (sum.isEmpty() || power.isEmpty()) {
            return false;
        }
        inner.add(sum.get());
        return isPower(values, values.product(power.get()), x, takenOut ? 2 : 3, inner);
    }

    private static Optional<String> besides(Node node, String x) {
        int at = node.inputs().indexOf(x);
        return at < 0 ? Optional.empty() : Optional.of(node.inputs().get(1 - at));
    }

    private static boolean isPower(Values values, Product product, String x, int exponent, List<Node> inner) {
        inner.addAll(product.inner());
        if (!Values.isNear(product.number(), CUBE)) {
            return false;
        }
        if (product.factors().size() == exponent) {
            return product.factors().stream().allMatch(x::equals);
        }
        Optional<Node> power =
                product.factors().size() == 1 ? values.inner(product.factors().get(0), "Pow") : Optional.empty();
        power.ifPresent(inner::add);
        return power.filter(node -> node.inputs().get(0).equals(x)
                        && values.is(node.inputs().get(1), exponent))
                .isPresent();
    }
}
