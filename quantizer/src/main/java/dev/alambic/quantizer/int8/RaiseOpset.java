package dev.alambic.quantizer.int8;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.InvalidModelException;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Raises a model of opset 7 to 12 to a higher one, at most 13, by rewriting the operators whose form changed in
 * between: Clip, Pad (attributes became inputs at 11), Dropout (12), Squeeze, Unsqueeze, ReduceSum, Split (13), and
 * Softmax, LogSoftmax and Hardmax, whose axis changed its meaning at 13. Others that changed are refused by name.
 */
public final class RaiseOpset implements Pass {
    private static final long LOWEST = 7;
    private static final long HIGHEST = 13;
    private static final long LOWEST_IR = 7;
    private static final Set<String> CHANGED_AT_10 = Set.of("Slice", "TopK", "Upsample");
    private static final Set<String> CHANGED_AT_11 =
            Set.of("Resize", "Scatter", "Loop", "If", "Scan", "TopK", "DepthToSpace", "OneHot");

    private final long target;

    /** @param target opset to reach, 7 to 13 */
    public RaiseOpset(long target) {
        if (target < LOWEST || target > HIGHEST) {
            throw new IllegalArgumentException("opset is between 7 and 13, was " + target);
        }
        this.target = target;
    }

    @Override
    public void requires(OnnxModel model) {
        long opset = model.opset();
        if (opset >= target) {
            return;
        }
        if (opset < LOWEST) {
            throw new UnsupportedModelException("opset " + opset + ": only models from opset 7 on can be raised");
        }
        for (Node node : model.graph().nodes()) {
            boolean changed = (opset < 10 && CHANGED_AT_10.contains(node.opType()))
                    || (opset < 11 && CHANGED_AT_11.contains(node.opType()))
                    || !node.subgraphs().isEmpty();
            if (changed) {
                throw new UnsupportedModelException(node.label() + ": " + node.opType() + " of opset " + opset
                        + " cannot be raised to opset " + target);
            }
        }
    }

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.opset() >= target) {
            return Outcome.of(model);
        }
        boolean asksRanks = target >= 13 && model.graph().nodes().stream().anyMatch(RaiseOpset::isSoftmax);
        Map<String, long[]> shapes = asksRanks ? Probe.shapes(model) : Map.of();
        Graph graph = model.graph().rewrite((out, node) -> out.node(raised(out, node, model.opset(), shapes)));
        String domain = model.opsets().containsKey("") ? "" : "ai.onnx";
        return Outcome.of(
                model.withGraph(graph).withOpset(domain, target).withIrVersion(Math.max(LOWEST_IR, model.irVersion())));
    }

    private static boolean isSoftmax(Node node) {
        return node.is("Softmax") || node.is("LogSoftmax") || node.is("Hardmax");
    }

    private Node raised(Graph.Builder out, Node node, long opset, Map<String, long[]> shapes) {
        if (!node.isStandard()) {
            return node;
        }
        Node raised = opset < 11 ? to11(out, node) : node;
        raised = opset < 12 && target >= 12 && node.is("Dropout") ? raised.without("ratio") : raised;
        return target >= 13 ? to13(out, raised, shapes) : raised;
    }

    private static Node to11(Graph.Builder out, Node node) {
        switch (node.opType()) {
            case "Clip" -> {
                String min = out.initializer(
                        out.fresh(node.output() + "_min"), Tensor.scalar(node.floatAttribute("min", -Float.MAX_VALUE)));
                String max = out.initializer(
                        out.fresh(node.output() + "_max"), Tensor.scalar(node.floatAttribute("max", Float.MAX_VALUE)));
                return node.withInputs(List.of(node.inputs().get(0), min, max))
                        .without("min")
                        .without("max");
            }
            case "Pad" -> {
                String value = out.initializer(
                        out.fresh(node.output() + "_value"), Tensor.scalar(node.floatAttribute("value", 0)));
                Node padded = toInput(out, node.without("value"), "pads");
                List<String> inputs = new ArrayList<>(padded.inputs());
                inputs.add(value);
                return padded.withInputs(inputs);
            }
            default -> {
                return node;
            }
        }
    }

    private static Node to13(Graph.Builder out, Node node, Map<String, long[]> shapes) {
        return switch (node.opType()) {
            case "Squeeze", "Unsqueeze", "ReduceSum" -> toInput(out, node, "axes");
            case "Split" -> toInput(out, node, "split");
            case "Softmax", "LogSoftmax", "Hardmax" -> softmax(node, shapes);
            default -> node;
        };
    }

    private static Node toInput(Graph.Builder out, Node node, String attribute) {
        return node.intsAttribute(attribute)
                .map(values -> {
                    Tensor tensor = Tensor.ofLongs(values, values.length);
                    String name = out.initializer(out.fresh(node.output() + "_" + attribute), tensor);
                    return node.withInputs(List.of(node.inputs().get(0), name)).without(attribute);
                })
                .orElse(node);
    }

    /** Before 13 everything from the axis on was one row; that is the same as now only for the last axis. */
    private static Node softmax(Node node, Map<String, long[]> shapes) {
        int rank = Objects.requireNonNull(shapes.get(node.output())).length;
        long axis = node.intAttribute("axis", 1);
        long last = axis < 0 ? axis + rank : axis;
        if (last != rank - 1) {
            throw new UnsupportedModelException(node.label() + ": axis " + axis + " of a tensor of rank " + rank
                    + " has no counterpart in opset 13");
        }
        return node.with("axis", -1);
    }

    @Override
    public void ensures(OnnxModel model) {
        if (model.opset() < target) {
            throw new InvalidModelException("model", "opset", "at least " + target, model.opset());
        }
    }
}
