package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators of the standard whose form or meaning changed, by the version that changed them. What is not listed
 * only took more types, or attributes whose default is what was before.
 *
 * <p>Source: the standard's Changelog.md, versions 8 to 25.
 */
final class Changes {
    private final Map<Long, Map<String, Change>> byVersion = new HashMap<>();

    private Changes() {}

    static Changes all() {
        Changes changes = new Changes();
        changes.to9();
        changes.to10();
        changes.to11();
        changes.to12And13();
        changes.to14And16();
        changes.to18();
        changes.to20And21();
        return changes;
    }

    /** Returns the change that {@code version} made to the operator of {@code node}. */
    Change of(long version, Node node) {
        Map<String, Change> changes = byVersion.getOrDefault(version, Map.of());
        return changes.getOrDefault(node.isStandard() ? node.opType() : "", (at, same) -> List.of(same));
    }

    private void on(long version, String operator, Change change) {
        byVersion.computeIfAbsent(version, any -> new HashMap<>()).put(operator, change);
    }

    private void to9() {
        on(9, "BatchNormalization", Normalizing::spatial);
        on(9, "Upsample", AttributesToInputs::upsample);
        on(9, "Scan", refused("it has an axis for the batch"));
    }

    private void to10() {
        on(10, "Dropout", Normalizing::mask);
        on(10, "Slice", AttributesToInputs::slice);
        on(10, "TopK", AttributesToInputs::topK);
        on(10, "Upsample", Resizing::upsampleToResize);
        List.of("Affine", "Crop", "DynamicSlice", "ImageScaler", "ParametricSoftplus", "Scale", "ScaledTanh")
                .forEach(operator -> on(10, operator, refused("it was experimental and is gone")));
    }

    private void to11() {
        on(11, "Clip", AttributesToInputs::clip);
        on(11, "Pad", AttributesToInputs::pad);
        on(11, "Resize", Resizing::resize);
        on(11, "Scatter", (at, node) -> List.of(node.withOpType("ScatterElements")));
    }

    private void to12And13() {
        on(12, "Dropout", Normalizing::ratio);
        List.of("ReduceSum", "Squeeze", "Unsqueeze")
                .forEach(operator -> on(13, operator, AttributesToInputs.list("axes")));
        on(13, "Split", AttributesToInputs.list("split"));
        on(13, "Resize", Resizing::leaveOutEmpty);
        List.of("Softmax", "LogSoftmax", "Hardmax").forEach(operator -> on(13, operator, SoftmaxAxis::softmax));
    }

    private void to14And16() {
        on(14, "BatchNormalization", Normalizing::statistics);
        on(
                16,
                "RoiAlign",
                (at, node) -> List.of(withDefault(node, "coordinate_transformation_mode", "output_half_pixel")));
    }

    private void to18() {
        on(18, "Split", AttributesToInputs::split);
        List.of(
                        "ReduceL1",
                        "ReduceL2",
                        "ReduceLogSum",
                        "ReduceLogSumExp",
                        "ReduceMax",
                        "ReduceMean",
                        "ReduceMin",
                        "ReduceProd",
                        "ReduceSumSquare")
                .forEach(operator -> on(18, operator, AttributesToInputs.list("axes")));
    }

    private void to20And21() {
        on(20, "DFT", AttributesToInputs::fourier);
        on(
                20,
                "GridSample",
                (at, node) -> List.of(
                        switch (node.textAttribute("mode", "bilinear")) {
                            case "bilinear" -> node.with("mode", "linear");
                            case "bicubic" -> node.with("mode", "cubic");
                            default -> node;
                        }));
        on(21, "GroupNormalization", Normalizing::groups);
    }

    private static Change refused(String why) {
        return (at, node) -> {
            throw at.refusal(node, why);
        };
    }

    private static Node withDefault(Node node, String attribute, String value) {
        return node.attributes().containsKey(attribute) ? node : node.with(attribute, value);
    }
}
