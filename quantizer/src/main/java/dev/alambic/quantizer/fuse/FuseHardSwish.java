package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.match.Replacement;
import dev.alambic.onnx.match.Values;
import dev.alambic.onnx.match.Values.Product;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the hard sigmoid {@code Clip(x + 3, 0, 6) / 6} as {@code HardSigmoid}, and its product with x, the hard swish,
 * as {@code HardSwish} from opset 14 on and as {@code Mul(x, HardSigmoid(x))} before.
 *
 * <p>Source: Howard et al., <cite>Searching for MobileNetV3</cite>, ICCV 2019, section 5.2.
 */
public final class FuseHardSwish implements Pass {
    private static final long WITH_HARD_SWISH = 14;
    private static final float ALPHA = 1f / 6;
    private static final float BETA = 0.5f;

    @Override
    public Outcome apply(OnnxModel model) {
        Values values = Values.of(model.graph());
        boolean swishes = model.opset() >= WITH_HARD_SWISH;
        return Outcome.of(model.withGraph(Replacement.all(
                model.graph(),
                last -> values.product(last)
                        .flatMap(product -> sigmoid(values, last, product)
                                .or(() -> swish(values, last, product, swishes))
                                .or(() -> swishes ? swishOfSigmoid(values, last, product) : Optional.empty())))));
    }

    /** {@code Clip(x + 3, 0, 6)} */
    private record Ramp(String x, Node sum, Node clip) {

        static Optional<Ramp> of(Values values, String value) {
            return values.inner(value, "Clip")
                    .filter(clip -> isBound(values, clip, 1, "min", 0) && isBound(values, clip, 2, "max", 6))
                    .flatMap(clip -> values.inner(clip.inputs().get(0), "Add")
                            .flatMap(sum -> values.besides(sum, 3).map(x -> new Ramp(x, sum, clip))));
        }

        private static boolean isBound(Values values, Node clip, int index, String attribute, double number) {
            return clip.attributes().containsKey(attribute)
                    ? clip.floatAttribute(attribute, 0) == number
                    : clip.input(index).filter(name -> values.is(name, number)).isPresent();
        }

        List<Node> with(List<Node> nodes) {
            List<Node> all = new ArrayList<>(nodes);
            all.add(sum);
            all.add(clip);
            return all;
        }

        Node sigmoid(String output) {
            return Node.of("HardSigmoid", List.of(x), output)
                    .with("alpha", ALPHA)
                    .with("beta", BETA);
        }
    }

    private static Optional<Replacement> sigmoid(Values values, Node last, Product product) {
        if (product.factors().size() != 1 || !Values.isNear(product.number(), 1.0 / 6)) {
            return Optional.empty();
        }
        return Ramp.of(values, product.factors().get(0))
                .map(ramp -> new Replacement(
                        ramp.with(product.inner()),
                        List.of(ramp.sigmoid(last.output()).withName(last.name()))));
    }

    private static Optional<Replacement> swish(Values values, Node last, Product product, boolean one) {
        if (!Values.isNear(product.number(), 1.0 / 6)) {
            return Optional.empty();
        }
        return product.factors().stream()
                .flatMap(factor -> Ramp.of(values, factor).stream()
                        .filter(ramp ->
                                product.besides(factor).filter(ramp.x()::equals).isPresent()))
                .findFirst()
                .map(ramp -> new Replacement(
                        ramp.with(product.inner()), one ? List.of(swish(last, ramp.x())) : spelled(last, ramp)));
    }

    private static Node swish(Node last, String x) {
        return Node.of("HardSwish", List.of(x), last.output()).withName(last.name());
    }

    private static List<Node> spelled(Node last, Ramp ramp) {
        // a sixth of what the Clip gave, so it is not called the same
        String sigmoid = ramp.clip().output() + "_sixth";
        return List.of(
                ramp.sigmoid(sigmoid).withName(ramp.clip().name()),
                Node.of("Mul", List.of(ramp.x(), sigmoid), last.output()).withName(last.name()));
    }

    private static Optional<Replacement> swishOfSigmoid(Values values, Node last, Product product) {
        return product.factors().stream()
                .filter(factor -> product.number() == 1)
                .flatMap(factor -> values.inner(factor, "HardSigmoid").stream())
                .filter(node -> Values.isNear(node.floatAttribute("alpha", 0.2f), 1.0 / 6))
                .filter(node -> Values.isNear(node.floatAttribute("beta", 0.5f), BETA))
                .filter(node -> product.besides(node.output())
                        .filter(node.inputs().get(0)::equals)
                        .isPresent())
                .findFirst()
                .map(node -> {
                    List<Node> inner = new ArrayList<>(product.inner());
                    inner.add(node);
                    return new Replacement(
                            inner, List.of(swish(last, node.inputs().get(0))));
                });
    }
}
