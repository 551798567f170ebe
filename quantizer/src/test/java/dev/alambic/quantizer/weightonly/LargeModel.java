package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.file.Scratch;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.ModelWriter;
import dev.alambic.onnx.serde.WriteOptions;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes a model of a chosen size, or makes integers of its weights: the program of a process with a small heap. */
final class LargeModel {

    private LargeModel() {}

    /** Takes the model to read, the model to write and where to say what it took. */
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        OnnxModel model = OnnxModel.read(Path.of(arguments[0]));
        Result result = Quantizer.weightOnly(model, WeightOnlyOptions.int8());
        result.model().write(Path.of(arguments[1]));
        double seconds = (System.nanoTime() - start) / 1e9;
        WholeFile.write(
                Path.of(arguments[2]),
                String.format(
                        Locale.ROOT,
                        "%.1f s, heap %.0f MB of %.0f MB at most, error %.2g%n",
                        seconds,
                        peakHeapBytes() / 1e6,
                        Runtime.getRuntime().maxMemory() / 1e6,
                        result.reports().stream()
                                .mapToDouble(report -> report.worstError())
                                .max()
                                .orElseThrow()));
    }

    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    /**
     * Writes {@code layers} products of {@code width} x {@code width} float32 weights, which lie outside of the file.
     * Each begins one number later in the same sequence, so that no two are equal.
     */
    static void write(Path file, int layers, int width) {
        int bytes = Math.multiplyExact(Float.BYTES, Math.multiplyExact(width, width));
        ByteBuffer weights = Scratch.allocate((long) bytes + (long) Float.BYTES * layers);
        Random random = new Random(7);
        float scale = (float) (1 / Math.sqrt(width));
        while (weights.hasRemaining()) {
            weights.putFloat(scale * (float) random.nextGaussian());
        }
        OnnxModel model = GraphText.model("x: float[batch, " + width + "]\nreturn y" + layers, graph -> {
            for (int layer = 1; layer <= layers; layer++) {
                String before = layer == 1 ? "x" : "y" + (layer - 1);
                String weight = graph.initializer(
                        "w" + layer,
                        Tensor.of(
                                DataType.FLOAT, new long[] {width, width}, weights.slice(Float.BYTES * layer, bytes)));
                graph.node(Node.of("MatMul", List.of(before, weight), "y" + layer));
            }
        });
        ModelWriter.write(model.content(), file, WriteOptions.defaults().withWeights(WriteOptions.Weights.EXTERNAL));
    }
}
