package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.match.Values.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the two forms of Gelu, its factors in any order:
 *
 * <pre>{@code
 * x / 2 * (1 + erf(x / sqrt(2)))
 * x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))     the approximation
 * }</pre>
 *
 * <p>Source: Hendrycks and Gimpel, <cite>Gaussian Error Linear Units</cite>, arXiv:1606.08415, section 2.
 *
 * @param exact whether it is the first form
 * @param inner the nodes of the place, the last one included
 */
public record GeluMatch(String x, boolean exact, List<Node> inner) {
    private static final double CUBE = 0.044715;

    /** Returns the place that ends in {@code last}. */
    public static Optional<GeluMatch> ending(Values values, Node last) {
        return values.product(last)
                .filter(product -> product.factors().size() == 2 && Values.isNear(product.number(), 0.5))
                .flatMap(product -> of(values, product, 0).or(() -> of(values, product, 1)));
    }

    private static Optional<GeluMatch> of(Values values, Product product, int factor) {
        String x = product.factors().get(factor);
        Optional<Node> sum = values.inner(product.factors().get(1 - factor), "Add");
        Optional<String> curve = sum.flatMap(node -> values.besides(node, 1));
        if (curve.isEmpty()) {
            return Optional.empty();
        }
        List<Node> inner = new ArrayList<>(product.inner());
        inner.add(sum.orElseThrow());
        return values.inner(curve.get(), "Erf")
                .filter(erf -> isErf(values, erf, x, inner))
                .or(() -> values.inner(curve.get(), "Tanh").filter(tanh -> isTanh(values, tanh, x, inner)))
                .map(node -> new GeluMatch(x, node.is("Erf"), inner));
    }

    private static boolean isErf(Values values, Node erf, String x, List<Node> inner) {
        Product argument = argument(values, erf, inner);
        return argument.factors().equals(List.of(x)) && Values.isNear(argument.number(), Math.sqrt(0.5));
    }

    private static Product argument(Values values, Node curve, List<Node> inner) {
        Product argument = values.product(curve.inputs().get(0));
        inner.add(curve);
        inner.addAll(argument.inner());
        return argument;
    }

    /** sqrt(2 / pi) * (x + 0.044715 * x³), or with x taken out of the bracket. */
    private static boolean isTanh(Values values, Node tanh, String x, List<Node> inner) {
        Product product = argument(values, tanh, inner);
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
        if (power.isEmpty()) {
            return false;
        }
        inner.add(sum.orElseThrow());
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
