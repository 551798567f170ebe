package dev.alambic.packager;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.packager.manifest.ModelFile;
import java.util.List;

/**
 * Which ONNX Runtime reads a model: the oldest whose opset and file format cover it. Source: the table of opsets and IR
 * versions at onnxruntime.ai, reference/compatibility; newer ones than it has are not guessed.
 */
final class RuntimeVersions {

    /** What a release of the runtime reads. */
    private record Release(String version, long opset, long machineLearning, long irVersion) {}

    private static final List<Release> RELEASES = List.of(
            new Release("1.2", 11, 2, 6),
            new Release("1.3", 12, 2, 7),
            new Release("1.6", 13, 2, 7),
            new Release("1.8", 14, 2, 7),
            new Release("1.9", 15, 2, 8),
            new Release("1.11", 16, 2, 8),
            new Release("1.12", 17, 3, 8),
            new Release("1.14", 18, 3, 8),
            new Release("1.16", 19, 3, 9),
            new Release("1.17", 20, 4, 9),
            new Release("1.18", 21, 4, 10));

    private RuntimeVersions() {}

    static ModelFile.Needs of(OnnxModel model) {
        String here = Session.runtimeVersion();
        long learning = model.opsets().getOrDefault("ai.onnx.ml", 0L);
        String what = "opset " + model.opset() + " and IR version " + model.irVersion();
        return RELEASES.stream()
                .filter(each -> each.opset >= model.opset()
                        && each.irVersion >= model.irVersion()
                        && each.machineLearning >= learning)
                .findFirst()
                .map(each ->
                        new ModelFile.Needs(each.version, what + " (onnxruntime.ai, reference/compatibility)", here))
                .orElseGet(() -> new ModelFile.Needs(
                        here, what + " are newer than the compatibility table; this version was seen to run it", here));
    }
}
