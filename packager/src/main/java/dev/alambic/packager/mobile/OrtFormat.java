package dev.alambic.packager.mobile;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model in ONNX Runtime's own format. The runtime does not optimize such a file any further, so the level matters: at
 * the basic level the graph stays plain ONNX, which every provider reads; a quantized one would then be computed in
 * floats between its QuantizeLinear and DequantizeLinear, and is therefore written at the extended level, whose integer
 * operators run on every CPU. The highest level lays weights out for the CPU of this machine and is never written.
 *
 * @param file the .ort file; null if the runtime cannot read the model in that form
 * @param level {@code basic} or {@code extended}
 * @param graph the same graph as ONNX, to see its operators
 */
public record OrtFormat(@Nullable Path file, String level, String reason, OnnxModel graph) {

    /**
     * Writes {@code model.ort} to a folder.
     *
     * @param source the model's file
     * @param folder where there is none yet
     */
    public static OrtFormat write(OnnxModel model, Path source, Path folder) {
        boolean quantized = model.graph().nodes().stream().anyMatch(node -> node.is("QuantizeLinear"));
        OptimizationLevel level = quantized ? OptimizationLevel.EXTENDED : OptimizationLevel.BASIC;
        OnnxModel graph = graph(source, level, folder.resolve("ort.onnx"));
        Path file = folder.resolve("model.ort");
        String name = level.name().toLowerCase(Locale.ROOT);
        try {
            save(source, options(level, file).withConfig("session.save_model_format", "ORT"));
            CanonicalOrt.rewrite(file);
            Session.open(file, SessionOptions.once()).close();
        } catch (InvalidModelException | UnsupportedModelException e) {
            return new OrtFormat(
                    null, name, "ONNX Runtime " + Session.runtimeVersion() + " does not read it: " + why(e), graph);
        }
        return new OrtFormat(
                file,
                name,
                quantized
                        ? "the integer operators of a quantized model come about at this level; they run on every CPU, but"
                                + " NNAPI, CoreML and QNN take model.onnx instead"
                        : "the graph stays plain ONNX, which every execution provider reads",
                graph);
    }

    /** Returns what the runtime says, without the path and the words that it says each time. */
    private static String why(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.substring(message.lastIndexOf("message: ") + 1)
                .replaceFirst("^essage: ", "")
                .replaceFirst("\\.? Invalid ORT format model\\.$", "");
    }

    /** Returns whether the graph stayed plain ONNX. */
    public boolean isBasic() {
        return level.equals("basic");
    }

    /** Returns a model as the runtime optimizes it, written to {@code file} on the way. */
    public static OnnxModel graph(Path source, OptimizationLevel level, Path file) {
        save(source, options(level, file));
        return OnnxModel.read(file);
    }

    private static SessionOptions options(OptimizationLevel level, Path file) {
        return SessionOptions.defaults()
                .withOptimization(level)
                .withOptimizedModel(file)
                // as on ARM, where integers of 8 bits with a sign are as good as those without
                .withConfig("session.qdqisint8allowed", "1");
    }

    private static void save(Path source, SessionOptions options) {
        Session.open(source, options).close();
    }
}
